import type { Entry } from './protocol.js';

/** An entry of one's own is known from its acknowledgement, which does not tell the ordinal. */
export type IncomingEntry = Omit<Entry, 'ordinal'> & { ordinal?: number | undefined };

/** What stands between the last entry that was handed over and the next one. */
interface Position {
  seq: number;
  /** Unknown where the log began at one's own acknowledged message. */
  ordinal: number | undefined;
}

/**
 * The order of one conversation: hands entries over by `seq`, each once, and holds back what comes after a hole.
 * Where nothing is known yet, everything is held back until `begin` says that no earlier entry is on its way.
 */
export class ConversationLog {
  private position: Position | undefined;
  private readonly held = new Map<number, IncomingEntry>();
  /** The newest entry that is known to exist. */
  private head = 0;

  constructor(private readonly deliver: (entry: Entry) => void) {}

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

  /** No earlier entries are on their way: starts with what is held back. */
  begin(): void {
    if (this.position || this.held.size === 0) return;
    const first = Math.min(...this.held.keys());
    this.beginAt(first - 1, first === 1 ? 0 : undefined);
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
      this.deliver(next);
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

  private dropUpTo(seq: number): void {
    for (const held of this.held.keys()) if (held <= seq) this.held.delete(held);
  }
}
