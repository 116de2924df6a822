import { backOff, type Clock } from './clock.js';
import { ConversationLog, type IncomingEntry } from './conversation-log.js';
import type { ConversationChange, EntryPage } from './model.js';
import { ParleyError } from './parley-error.js';
import type { ConversationSummary, Entry } from './protocol.js';

export interface EntryOrderOptions {
  clock: Clock;
  deliver: (entry: Entry) => void;
  /** Whether an entry makes the user a member of its conversation. */
  beginsMembership: (entry: IncomingEntry) => boolean;
  /** Entries after a `seq`, ascending. */
  fetch: (conversation: string, after: number, limit: number) => Promise<EntryPage>;
}

const BACK_OFF = { firstMs: 500, maxMs: 15_000 };
/** Messages a page: 50 of the largest ones stay below what the server lets wait for a slow reader. */
const PAGE = 50;
/** A longer hole is left to the application, which may never show it. */
const LONGEST_REPAIR = 1_000;

interface Tracked {
  log: ConversationLog;
  repairing: boolean;
}

/** The logs of all conversations, and the repair of their holes. */
export class EntryOrder {
  private readonly conversations = new Map<string, Tracked>();
  private ready = false;
  /** Grows whenever positions are forgotten; answers to earlier requests are ignored. */
  private epoch = 0;
  private readonly pauses = new Set<() => void>();

  constructor(private readonly options: EntryOrderOptions) {}

  /** From here on nothing missed is on its way any more, so a hole is a hole. */
  setReady(ready: boolean): void {
    this.ready = ready;
    if (!ready) return this.endPauses();
    for (const [conversation, tracked] of this.conversations) {
      tracked.log.begin();
      this.repair(conversation, tracked);
    }
  }

  offer(entry: IncomingEntry): void {
    const tracked = this.tracked(entry.conversation);
    tracked.log.offer(entry);
    if (this.ready) tracked.log.begin();
    this.repair(entry.conversation, tracked);
  }

  /** An entry exists whose content is not known here: an acknowledged message that was discarded. */
  exists(conversation: string, seq: number): void {
    const tracked = this.tracked(conversation);
    if (tracked.log.seq === undefined) return;
    tracked.log.exists(seq);
    this.repair(conversation, tracked);
  }

  /** The application loads the conversation up to its head: what is handed over begins there, or has to reach it. */
  learn({ conversation, head, last }: Pick<ConversationSummary, 'conversation' | 'head' | 'last'>): void {
    if (!this.ready) return;
    const tracked = this.tracked(conversation);
    tracked.log.beginAt(head, ordinalAt(head, last));
    this.exists(conversation, head);
  }

  /** A conversation moved by more than is sent. Small holes are repaired; a long one is skipped and returned. */
  moved(summary: ConversationSummary): ConversationChange | undefined {
    const { conversation, head, last } = summary;
    const tracked = this.tracked(conversation);
    const { seq } = tracked.log;
    // Who has returned to a group knows nothing of it from before.
    const after = seq !== undefined && seq >= summary.from - 1 ? seq : undefined;
    if (after !== undefined && head - after <= LONGEST_REPAIR) {
      tracked.log.exists(head);
      this.repair(conversation, tracked);
      return undefined;
    }
    tracked.log.jumpTo(head, ordinalAt(head, last));
    return { summary, after };
  }

  /** The server could not tell what was missed: positions are forgotten, what came on the present socket is not. */
  restart(): void {
    this.epoch += 1;
    for (const tracked of this.conversations.values()) {
      tracked.log.restart();
      tracked.repairing = false;
    }
  }

  clear(): void {
    this.epoch += 1;
    this.setReady(false);
    this.conversations.clear();
  }

  private tracked(conversation: string): Tracked {
    const tracked = this.conversations.get(conversation) ?? { log: new ConversationLog(this.options), repairing: false };
    this.conversations.set(conversation, tracked);
    return tracked;
  }

  private repair(conversation: string, tracked: Tracked): void {
    if (tracked.repairing || !this.ready || !tracked.log.hasHole) return;
    tracked.repairing = true;
    void this.fill(conversation, tracked);
  }

  private async fill(conversation: string, tracked: Tracked): Promise<void> {
    const { log } = tracked;
    const { epoch } = this;
    for (let attempt = 0; this.isOpen(epoch, log); attempt += 1) {
      const before = log.seq;
      try {
        const page = await this.options.fetch(conversation, log.seq ?? 0, PAGE);
        if (this.isOpen(epoch, log)) this.take(log, page);
      } catch (error) {
        if (isFinal(error)) return this.giveUp(tracked, epoch);
      }
      // History may be a moment behind the live entries.
      if (log.seq !== before) attempt = 0;
      else if (this.isOpen(epoch, log)) await this.pause(backOff(this.options.clock, attempt, BACK_OFF));
    }
    if (epoch === this.epoch) tracked.repairing = false;
  }

  private take(log: ConversationLog, { entries }: EntryPage): void {
    for (const entry of entries) log.offer(entry);
    log.begin();
  }

  private isOpen(epoch: number, log: ConversationLog): boolean {
    return epoch === this.epoch && this.ready && log.hasHole;
  }

  /** The conversation is not, or no longer, ours to read: one who was removed is still told so. */
  private giveUp(tracked: Tracked, epoch: number): void {
    if (epoch !== this.epoch) return;
    tracked.repairing = false;
    tracked.log.giveUp();
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        this.pauses.delete(end);
        resolve();
      };
      const cancel = this.options.clock.after(ms, end);
      this.pauses.add(end);
    });
  }

  private endPauses(): void {
    for (const end of [...this.pauses]) end();
  }
}

/** Without a message that the user may read, there may still be messages of before. */
function ordinalAt(head: number, last: Entry | undefined): number | undefined {
  return last?.ordinal ?? (head === 0 ? 0 : undefined);
}

function isFinal(error: unknown): boolean {
  return error instanceof ParleyError && ['forbidden', 'not_found', 'unauthenticated'].includes(error.code);
}
