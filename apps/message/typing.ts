import { Injectable } from '@nestjs/common';
import { ServiceClients, UserInternalService } from '#contracts';
import { deliveryOf, MessagePath } from '#conversation';

/** Tells the other participant that a user is typing. Nothing is stored; it may be lost. */
@Injectable()
export class Typing {
  constructor(
    private readonly path: MessagePath,
    private readonly clients: ServiceClients,
  ) {}

  async tell(user: string, other: string, conversation: string): Promise<void> {
    const { blocked } = await this.clients.client(UserInternalService).checkBlocks({ user, others: [other] });
    if (blocked.length > 0) return;
    this.path.deliverer.add(deliveryOf({ users: [other], typing: { conversation, user } }), undefined);
  }
}
