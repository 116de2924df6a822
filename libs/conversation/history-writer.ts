import type { BlockWrite, CursorWrite, HeadWrite, History, MemberWrite, StoredEntry } from '#history';
import { spaced, type Urgency } from '#runtime';
import type { Backlog } from './backlog.js';
import type { ConversationHead } from './conversation-head.js';
import type { OffsetTicket } from './offset-tracker.js';
import { untilDone } from './retry.js';

/** Entries in one write: large rather than many, yet bounded. */
const MAX_BATCH = 2_000;

/** What one decision leaves to be written. */
export interface Decision {
  head: ConversationHead;
  stored?: StoredEntry;
  headWrite?: HeadWrite;
  cursors?: readonly CursorWrite[];
  block?: BlockWrite;
  members?: readonly MemberWrite[];
  ticket: OffsetTicket;
}

export interface HistoryWriterOptions {
  history: History;
  /** Counts what is decided but not yet written, so that a History that falls behind slows senders down. */
  backlog: Backlog;
  /** Readers wait. */
  urgency: Urgency;
  onError: (error: unknown) => void;
}

/**
 * Writes what one partition decides, one write in flight; what is decided meanwhile makes up the next one. Nobody waits for it but readers,
 * and few large writes leave the store's cores to the log: so they are spaced as the store likes it, less so while somebody does wait. The first
 * one after a pause begins at once.
 */
export class HistoryWriter {
  private queue: Decision[] = [];
  private writing = false;
  private stopped = false;

  constructor(private readonly options: HistoryWriterOptions) {}

  add(decision: Decision): void {
    decision.ticket.hold();
    decision.head.unwritten++;
    this.options.backlog.add(weightOf(decision));
    this.queue.push(decision);
    if (this.writing) return;
    this.writing = true;
    setImmediate(() => {
      void this.drain();
    });
  }

  /** The partition belongs to somebody else: what is not written will be decided and written there. */
  stop(): void {
    this.stopped = true;
    for (const decision of this.queue) this.options.backlog.remove(weightOf(decision));
    this.queue = [];
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0 && !this.stopped) {
      const began = performance.now();
      const batch = this.queue.splice(0, MAX_BATCH);
      const written = await untilDone(
        () => this.options.history.write(collect(batch)),
        () => this.stopped,
        this.options.onError,
      );
      for (const decision of batch) this.options.backlog.remove(weightOf(decision));
      if (!written) return;
      for (const { head, stored, ticket } of batch) {
        if (stored !== undefined) head.writtenSeq = Math.max(head.writtenSeq, stored.entry.seq);
        head.unwritten--;
        ticket.release();
      }
      const { calmMs, urgentMs } = this.options.history.spacing;
      await spaced(began, urgentMs);
      if (this.queue.length < MAX_BATCH) await this.options.urgency.sleep(began + calmMs - performance.now());
    }
    this.writing = false;
  }
}

/** About how many bytes a decision occupies. */
function weightOf({ stored, members }: Decision): number {
  return 512 + (stored?.entry.body.length ?? 0) + 256 * (members?.length ?? 0);
}

/** Heads and cursors of a batch are written once, in their newest state. */
function collect(batch: readonly Decision[]): Parameters<History['write']>[0] {
  const entries: StoredEntry[] = [];
  const heads = new Map<string, HeadWrite>();
  const cursors = new Map<string, CursorWrite>();
  const blocks: BlockWrite[] = [];
  const members: MemberWrite[] = [];
  for (const decision of batch) {
    if (decision.stored !== undefined) entries.push(decision.stored);
    if (decision.headWrite !== undefined) heads.set(decision.headWrite.conversation, newest(heads, decision.headWrite));
    for (const cursor of decision.cursors ?? []) cursors.set(`${cursor.conversation} ${cursor.user}`, cursor);
    if (decision.block !== undefined) blocks.push(decision.block);
    if (decision.members !== undefined) members.push(...decision.members);
  }
  return { entries, heads: [...heads.values()], cursors: [...cursors.values()], blocks, members };
}

/** A head after a system entry keeps the newest message of the batch. */
function newest(heads: ReadonlyMap<string, HeadWrite>, head: HeadWrite): HeadWrite {
  const earlier = heads.get(head.conversation);
  return head.message.seq > 0 || earlier === undefined ? head : { ...head, message: earlier.message };
}
