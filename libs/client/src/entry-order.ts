import { backOff, type Clock } from './clock.js';
import { ConversationLog, type IncomingEntry } from './conversation-log.js';
import type { ConversationChange, EntryPage } from './model.js';
import { ParleyError } from './parley-error.js';
import type { ConversationSummary, Entry } from './protocol.js';

export interface EntryOrderOptions {
  clock: Clock;
  deliver: (entry: Entry) => void;
  /** Entries after a `seq`, ascending. */
  fetch: (conversation: string, after: number, limit: number) => Promise<EntryPage>;
}

const BACK_OFF = { firstMs: 500, maxMs: 15_000 };
const PAGE = 200;
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

  /** The application loads the conversation up to its head: what is handed over begins there, if it has not begun. */
  learn({ conversation, head, last }: Pick<ConversationSummary, 'conversation' | 'head' | 'last'>): void {
    if (this.ready) this.tracked(conversation).log.beginAt(head, last?.ordinal ?? 0);
  }

  /** A conversation moved by more than is sent. Small holes are repaired; a long one is skipped and returned. */
  moved(summary: ConversationSummary): ConversationChange | undefined {
    const { conversation, head, last } = summary;
    const tracked = this.tracked(conversation);
    const after = tracked.log.seq;
    if (after !== undefined && head - after <= LONGEST_REPAIR) {
      tracked.log.exists(head);
      this.repair(conversation, tracked);
      return undefined;
    }
    tracked.log.jumpTo(head, last?.ordinal ?? 0);
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
    const tracked = this.conversations.get(conversation) ?? { log: new ConversationLog(this.options.deliver), repairing: false };
    this.conversations.set(conversation, tracked);
    return tracked;
  }

  private repair(conversation: string, tracked: Tracked): void {
    if (tracked.repairing || !this.ready || !tracked.log.hasHole) return;
    tracked.repairing = true;
    void this.fill(conversation, tracked);
  }

  private async fill(conversation: string, { log }: Tracked): Promise<void> {
    const { epoch } = this;
    for (let attempt = 0; this.isOpen(epoch, log); attempt += 1) {
      const before = log.seq;
      try {
        const page = await this.options.fetch(conversation, log.seq ?? 0, PAGE);
        if (this.isOpen(epoch, log)) for (const entry of page.entries) log.offer(entry);
      } catch (error) {
        if (isFinal(error)) return this.giveUp(conversation, epoch);
      }
      // History may be a moment behind the live entries.
      if (log.seq === before) await this.pause(backOff(this.options.clock, attempt, BACK_OFF));
      else attempt = 0;
    }
    const tracked = this.conversations.get(conversation);
    if (epoch === this.epoch && tracked) tracked.repairing = false;
  }

  private isOpen(epoch: number, log: ConversationLog): boolean {
    return epoch === this.epoch && this.ready && log.hasHole;
  }

  /** The conversation is not, or no longer, ours to read. */
  private giveUp(conversation: string, epoch: number): void {
    if (epoch === this.epoch) this.conversations.delete(conversation);
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

function isFinal(error: unknown): boolean {
  return error instanceof ParleyError && ['forbidden', 'not_found', 'unauthenticated'].includes(error.code);
}
