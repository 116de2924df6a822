import type { AcceptedId } from '#history';
import { CLOCK_SKEW_MS, RESEND_WINDOW_MS, timeOfId } from './client-id.js';

/** Ids kept in memory for one sender in one conversation; older ones are looked up in History. */
export const IDS_IN_MEMORY = 1_000;
/** The same for a sender whose ids carry no time, and of whom every id beyond the bound has to be looked up. */
export const TIMELESS_IDS_IN_MEMORY = 20_000;

/** What memory knows of an id: accepted, certainly not accepted within the window, or unknown until History is asked. */
export type Known = AcceptedId | 'new' | 'unknown';

/** What has to be loaded to decide on an id: entries since a log time (ms); after it, what carries a time up to `unknownUpTo` stays unknown. */
export interface IdRange {
  since: number;
  unknownUpTo: number;
}

/**
 * No id is accepted whose own time lies further ahead than the allowed skew. So one with the time `t` and all later ones were accepted
 * at `t` minus the skew or after it; for an id without a time it is the whole window before the log time `at`.
 */
export function idRangeOf(id: string, at: number): IdRange {
  const window = { since: at - RESEND_WINDOW_MS, unknownUpTo: Number.NEGATIVE_INFINITY };
  const time = timeOfId(id);
  if (time === undefined || time - CLOCK_SKEW_MS <= window.since) return window;
  return { since: time - CLOCK_SKEW_MS, unknownUpTo: time - 1 };
}

/**
 * The ids that one sender has used in one conversation. Memory alone decides only for ids that cannot be among those it does
 * not hold: whose own time is later than that of each of them (message path, rule 10). So it changes no decision that an id
 * leaves memory, only where it is looked up.
 */
export class AcceptedIds {
  private ids = new Map<string, AcceptedId>();
  private timeless = false;
  private newest = 0;

  /** @param unknownUpTo ids whose own time is later than this (ms) are in memory if they were accepted; -Infinity: all are */
  constructor(private unknownUpTo: number) {}

  /** The `seq` of the newest id in memory; 0 if there is none. */
  get newestSeq(): number {
    return this.newest;
  }

  /** No id of the sender, in memory or not, carries a later time, in milliseconds. */
  get newestTime(): number {
    let newest = this.unknownUpTo;
    for (const id of this.ids.keys()) newest = Math.max(newest, timeOfId(id) ?? Number.MIN_SAFE_INTEGER);
    return newest;
  }

  /** Whether `id`, which arrives at log time `at`, was accepted within the last 7 days. */
  find(id: string, at: number): Known {
    const known = this.ids.get(id);
    if (known !== undefined) return at - known.at <= RESEND_WINDOW_MS ? known : 'new';
    if (this.unknownUpTo === Number.NEGATIVE_INFINITY) return 'new';
    return (timeOfId(id) ?? Number.NEGATIVE_INFINITY) > this.unknownUpTo ? 'new' : 'unknown';
  }

  add(accepted: AcceptedId): void {
    this.ids.set(accepted.id, accepted);
    this.newest = Math.max(this.newest, accepted.seq);
    if (timeOfId(accepted.id) === undefined) this.timeless = true;
  }

  /** Takes all ids that History holds of those whose own time is later than `unknownUpTo` (ms); those up to there stay unknown. */
  restore(stored: readonly AcceptedId[], unknownUpTo: number): void {
    const recent = this.ids;
    this.ids = new Map();
    for (const accepted of stored) this.add(accepted);
    for (const [id, accepted] of recent) this.ids.set(id, accepted);
    this.unknownUpTo = unknownUpTo;
  }

  /** Forgets the oldest ids beyond the bound, but none that History does not hold yet. */
  trim(writtenSeq: number): void {
    const limit = this.timeless ? TIMELESS_IDS_IN_MEMORY : IDS_IN_MEMORY;
    if (this.ids.size <= limit) return;
    for (const [id, accepted] of this.ids) {
      if (this.ids.size <= limit || accepted.seq > writtenSeq) return;
      this.ids.delete(id);
      this.unknownUpTo = Math.max(this.unknownUpTo, timeOfId(id) ?? Number.MIN_SAFE_INTEGER);
    }
  }
}
