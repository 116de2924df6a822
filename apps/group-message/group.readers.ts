import type { Receipt } from '#contracts/gen/parley/conversation/v1/entry.js';
import { deliveryOf, Readers, type CursorMoved, type Entitlement, type MessagePath } from '#conversation';
import { ParleyError } from '#errors';
import type { History } from '#history';
import type { ReceiptCounts } from './receipt-counts.js';

/** Up to so many members, everybody hears of everybody's cursors; beyond, authors hear counts. */
export const SMALL_GROUP = 50;

/** Members may read from the entry that made them members, or from the first one, until they are none any more (message path, rule 16). */
export class GroupReaders extends Readers {
  constructor(
    private readonly history: History,
    private readonly path: Pick<MessagePath, 'deliverer'>,
    private readonly counts: ReceiptCounts,
  ) {
    super();
  }

  async entitle(conversation: string, user: string): Promise<Entitlement> {
    const membership = await this.history.membership(conversation, user);
    if (membership === undefined) throw new ParleyError('not_found', 'There is no such conversation.', { field: 'conversation' });
    return { from: membership.from, until: membership.head };
  }

  moved(receipt: Receipt, { members, read }: CursorMoved): void {
    if (members <= SMALL_GROUP) {
      this.path.deliverer.add(deliveryOf({ members: true, receipt }), undefined);
      return;
    }
    // One's own devices agree on what is unread, in groups of any size.
    if (read) this.path.deliverer.add(deliveryOf({ users: [receipt.user], receipt }), undefined);
    this.counts.changed(receipt.conversation, members);
  }
}
