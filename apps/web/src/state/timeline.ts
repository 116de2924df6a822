import type { Entry, EntryPage } from '@parley/client';

/**
 * The part of a conversation that is loaded: one stretch without gaps, ascending by `seq`. It need not reach either end, so that
 * one can land in the middle of a long history. Immutable; entries keep their identity, so that an unchanged row is not drawn again.
 */
export interface Timeline {
  readonly entries: readonly Entry[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  /** Whether its end grew by what happened just now, not by paging: only then does a reader at the end follow. */
  readonly grewLive: boolean;
}

export const EMPTY: Timeline = { entries: [], hasOlder: false, hasNewer: false, grewLive: false };

export function newestSeq(timeline: Timeline): number {
  return timeline.entries.at(-1)?.seq ?? 0;
}

export function oldestSeq(timeline: Timeline): number {
  return timeline.entries[0]?.seq ?? 0;
}

/** The newest page of a conversation. */
export function fromNewest(page: EntryPage): Timeline {
  return { entries: page.entries, hasOlder: page.more, hasNewer: false, grewLive: false };
}

/** The stretch around a place: what lies up to it, and what follows it. */
export function fromMiddle(upTo: EntryPage, following: EntryPage): Timeline {
  return { entries: [...upTo.entries, ...following.entries], hasOlder: upTo.more, hasNewer: following.more, grewLive: false };
}

export function withOlder(timeline: Timeline, page: EntryPage): Timeline {
  const oldest = timeline.entries[0]?.seq ?? Infinity;
  const older = page.entries.filter((entry) => entry.seq < oldest);
  return { ...timeline, entries: [...older, ...timeline.entries], hasOlder: page.more };
}

/**
 * A page that was asked for with `after` the newest entry. Live entries may have arrived meanwhile: both are equal where they
 * overlap, and whichever reaches further stays.
 */
export function withNewer(timeline: Timeline, page: EntryPage): Timeline {
  const newest = newestSeq(timeline);
  const newer = page.entries.filter((entry) => entry.seq > newest);
  return { ...timeline, entries: [...timeline.entries, ...newer], hasNewer: page.more, grewLive: false };
}

/** A live entry. One that does not follow the stretch directly is left to paging: a gap must never be drawn as if there were none. */
export function withLive(timeline: Timeline, entry: Entry): Timeline {
  const newest = newestSeq(timeline);
  if (entry.seq <= newest || timeline.hasNewer) return timeline;
  const follows = entry.seq === newest + 1;
  return follows ? { ...timeline, entries: [...timeline.entries, entry], grewLive: true } : { ...timeline, hasNewer: true };
}
