import type { Receipt } from '#contracts/gen/parley/conversation/v1/entry.js';
import { deliveryOf, Readers, type Entitlement, type MessagePath } from '#conversation';
import { requireParticipant, usersOf } from './direct-conversation.js';

/** Both users of a direct conversation may read all of it, and hear of each other's cursors and of what their own devices read. */
export class DirectReaders extends Readers {
  constructor(private readonly path: Pick<MessagePath, 'deliverer' | 'relay'>) {
    super();
  }

  entitle(conversation: string, user: string): Promise<Entitlement> {
    return new Promise((resolve) => {
      requireParticipant(conversation, user);
      resolve({ from: 1, until: Number.MAX_SAFE_INTEGER - 1 });
    });
  }

  moved(receipt: Receipt): void {
    const { conversation, user, received } = receipt;
    this.path.relay.add({ user, conversation, head: 0, received });
    this.path.deliverer.add(deliveryOf({ users: [...new Set(usersOf(conversation) ?? [])], receipt }), undefined);
  }
}
