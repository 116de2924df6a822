import type { Entry } from './protocol.js';

/** An entry of one's own is known from its acknowledgement, which does not tell the ordinal. */
export type IncomingEntry = Omit<Entry, 'ordinal'> & { ordinal?: number | undefined };

/** What stands between the last entry that was handed over and the next one. */
interface Position {
  seq: number;
  /** Unknown where the log began at one's own acknowledged message. */
  ordinal: number | undefined;
}

export interface ConversationLogOptions {
  deliver: (entry: Entry) => void;
  beginsMembership: (entry: IncomingEntry) => boolean;
}

/**
 * The order of one conversation: hands entries over by `seq`, each once, and holds back what comes after a hole.
 * Where nothing is known yet, everything is held back until `begin` says that no earlier entry is on its way. An entry that begins a
 * membership begins the log anew: what lies before it is history, and no hole.
 */
export class ConversationLog {
  private position: Position | undefined;
  private readonly held = new Map<number, IncomingEntry>();
  /** The newest entry that is known to exist. */
  private head = 0;

  constructor(private readonly options: ConversationLogOptions) {}

  /** The last entry that was handed over, or after which the log begins. */
  get seq(): number | undefined {
    return this.position?.seq;
  }

  /** Whether something is known to exist that cannot be handed over yet. */
  get hasHole(): boolean {
    return this.position !== undefined && this.head > this.position.seq;
  }

  offer(entry: IncomingEntry): void {
    if (this.position && entry.seq <= this.position.seq) return;
    if (entry.ordinal !== undefined || !this.held.has(entry.seq)) this.held.set(entry.seq, entry);
    this.exists(entry.seq);
    this.drain();
  }

  /** An entry exists whose content is not known. */
  exists(seq: number): void {
    this.head = Math.max(this.head, seq);
  }

  /** Starts after `seq`, unless the log has begun already. */
  beginAt(seq: number, ordinal: number | undefined): void {
    if (this.position) return;
    this.position = { seq, ordinal };
    this.dropUpTo(seq);
    this.drain();
  }

  /** No earlier entries are on their way: starts with what is held back, or with the membership that began last. */
  begin(): void {
    if (this.held.size === 0) return;
    if (!this.position) {
      const first = Math.min(...this.held.keys());
      this.beginAt(first - 1, first === 1 ? 0 : undefined);
    }
    const beginning = Math.max(...[...this.held.values()].filter(this.options.beginsMembership).map((entry) => entry.seq));
    if (beginning > 0) this.passHoles(beginning);
  }

  /** What is missing can no longer be read: hands over what is held back without it. */
  giveUp(): void {
    this.passHoles(Number.MAX_SAFE_INTEGER);
    this.head = this.position?.seq ?? 0;
  }

  /** Forgets where it was, but not what is held back. */
  restart(): void {
    this.position = undefined;
  }

  /** Goes on after `seq`; what lies between is not handed over. */
  jumpTo(seq: number, ordinal: number | undefined): void {
    if (this.position && this.position.seq >= seq) return;
    this.position = { seq, ordinal };
    this.dropUpTo(seq);
    this.drain();
  }

  private drain(): void {
    for (let next = this.next(); next; next = this.next()) {
      this.held.delete(next.seq);
      this.position = { seq: next.seq, ordinal: next.ordinal };
      this.options.deliver(next);
    }
  }

  /** The entry that may be handed over now, with its ordinal; undefined if there is none or its ordinal has to be fetched. */
  private next(): Entry | undefined {
    if (!this.position) return undefined;
    const entry = this.held.get(this.position.seq + 1);
    if (!entry) return undefined;
    const ordinal = entry.ordinal ?? (this.position.ordinal === undefined ? undefined : this.position.ordinal + 1);
    return ordinal === undefined ? undefined : { ...entry, ordinal };
  }

  private passHoles(last: number): void {
    for (const seq of [...this.held.keys()].sort((a, b) => a - b)) {
      if (seq > last || !this.held.has(seq)) continue;
      this.position = { seq: seq - 1, ordinal: undefined };
      this.drain();
      // One's own message, of which only the acknowledgement has come: nobody can tell its ordinal any more.
      if (this.held.delete(seq)) this.position = { seq, ordinal: undefined };
    }
  }

  private dropUpTo(seq: number): void {
    for (const held of this.held.keys()) if (held <= seq) this.held.delete(held);
  }
}
