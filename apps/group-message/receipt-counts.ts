import { deliveryOf, type MessagePath } from '#conversation';
import type { History } from '#history';

/** A large group's authors hear no more often than this how many have read, in milliseconds for each thousand members begun. */
const INTERVAL_MS = 1_000;
/** Authors of so many of the newest messages hear it. */
const NEWEST_MESSAGES = 10;

/** Tells the authors of a large group's newest messages how many have received and read them. Nothing is stored; it may be lost. */
export class ReceiptCounts {
  private readonly due = new Set<string>();

  constructor(
    private readonly history: History,
    private readonly path: Pick<MessagePath, 'deliverer'>,
    private readonly onError: (error: unknown) => void,
  ) {}

  changed(conversation: string, members: number): void {
    if (this.due.has(conversation)) return;
    this.due.add(conversation);
    setTimeout(
      () => {
        this.due.delete(conversation);
        this.tell(conversation).catch(this.onError);
      },
      INTERVAL_MS * Math.ceil(members / 1_000),
    ).unref();
  }

  private async tell(conversation: string): Promise<void> {
    const { entries } = await this.history.page({ conversation, from: 1, until: Number.MAX_SAFE_INTEGER - 1, limit: NEWEST_MESSAGES });
    const newest = new Map(entries.filter(({ kind }) => kind === 'message').map(({ from, seq }) => [from, seq]));
    const asked = [...newest].map(([from, seq]) => ({ from, seq }));
    const counts = await this.history.countReceipts(conversation, asked);
    const authors = new Map(asked.map(({ from, seq }) => [seq, from]));
    for (const { seq, received, read } of counts) {
      const users = [authors.get(seq) ?? ''];
      this.path.deliverer.add(deliveryOf({ users, counts: { conversation, seq, received, read } }), undefined);
    }
  }
}
