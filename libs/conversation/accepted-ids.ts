import type { AcceptedId } from '#history';
import { CLOCK_SKEW_MS, RESEND_WINDOW_MS, timeOfId } from './client-id.js';

/** Ids kept in memory for one sender in one conversation; older ones are looked up in History. */
export const IDS_IN_MEMORY = 2_000;

/** What memory knows of an id: accepted, certainly not accepted within the window, or unknown until History is asked. */
export type Known = AcceptedId | 'new' | 'unknown';

/**
 * The ids that one sender has used in one conversation. Memory alone decides only for ids that cannot be older than what
 * it holds (message path, rule 10); that an id leaves memory changes no decision, only where it is looked up.
 */
export class AcceptedIds {
  private ids = new Map<string, AcceptedId>();

  /** @param completeSince every id accepted at this time (ms) or later is in memory */
  constructor(private completeSince: number) {}

  /** Whether `id`, which arrives at log time `at`, was accepted within the last 7 days. */
  find(id: string, at: number): Known {
    const known = this.ids.get(id);
    if (known !== undefined) return at - known.at <= RESEND_WINDOW_MS ? known : 'new';
    // An original lies at most the allowed skew before the time inside its id.
    const earliest = (timeOfId(id) ?? Number.NEGATIVE_INFINITY) - CLOCK_SKEW_MS;
    return Math.max(earliest, at - RESEND_WINDOW_MS) >= this.completeSince ? 'new' : 'unknown';
  }

  add(accepted: AcceptedId): void {
    this.ids.set(accepted.id, accepted);
  }

  /** Takes what History holds from `since` on. */
  restore(stored: readonly AcceptedId[], since: number): void {
    const recent = this.ids;
    this.ids = new Map(stored.map((accepted) => [accepted.id, accepted]));
    for (const [id, accepted] of recent) this.ids.set(id, accepted);
    this.completeSince = Math.min(this.completeSince, since);
  }

  /** Forgets the oldest ids beyond the bound, but none that History does not hold yet. */
  trim(writtenSeq: number): void {
    for (const [id, accepted] of this.ids) {
      if (this.ids.size <= IDS_IN_MEMORY || accepted.seq > writtenSeq) return;
      this.ids.delete(id);
      this.completeSince = accepted.at + 1;
    }
  }
}
