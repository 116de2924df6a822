import { UserInternalService, type ServiceClients } from '#contracts';
import type { Deliverer } from '#conversation';

/** Tells the other participant that a user is typing. Nothing is stored; it may be lost. */
export class Typing {
  constructor(
    private readonly deliverer: Deliverer,
    private readonly clients: ServiceClients,
  ) {}

  async tell(user: string, other: string, conversation: string): Promise<void> {
    const { blocked } = await this.clients.client(UserInternalService).checkBlocks({ user, others: [other] });
    if (blocked.length > 0) return;
    this.deliverer.add({ session: '', users: [other], typing: { conversation, user } }, undefined);
  }
}
