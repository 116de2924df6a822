import type { Entry } from '@parley/client';
import { EMPTY, fromMiddle, fromNewest, newestSeq, withLive, withNewer, withOlder } from './timeline.js';

const entry = (seq: number): Entry => ({
  conversation: 'c',
  seq,
  ordinal: seq,
  kind: 'message',
  id: `m${seq}`,
  from: 'u',
  at: seq,
  body: 'x',
  mentions: [],
});
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => entry(from + index));
const seqs = (timeline: { entries: readonly Entry[] }) => timeline.entries.map(({ seq }) => seq);

describe('the loaded stretch of a conversation', () => {
  it('takes a live entry that follows directly', () => {
    const timeline = withLive(fromNewest({ entries: range(1, 3), more: false }), entry(4));
    expect(seqs(timeline)).toEqual([1, 2, 3, 4]);
  });

  it('takes the first entry of an empty conversation', () => {
    expect(seqs(withLive(EMPTY, entry(1)))).toEqual([1]);
  });

  it('stays the same object when an entry is already there, so that nothing is drawn again', () => {
    const timeline = fromNewest({ entries: range(1, 3), more: false });
    expect(withLive(timeline, entry(2))).toBe(timeline);
  });

  it('never closes over a gap: it says that there is more to load', () => {
    const timeline = withLive(fromNewest({ entries: range(1, 3), more: false }), entry(6));
    expect(seqs(timeline)).toEqual([1, 2, 3]);
    expect(timeline.hasNewer).toBe(true);
  });

  it('does not take live entries while it does not reach the end', () => {
    const timeline = fromMiddle({ entries: range(1, 3), more: false }, { entries: range(4, 5), more: true });
    expect(withLive(timeline, entry(6))).toBe(timeline);
  });

  it('keeps entries that arrived live while an older copy of the newest page was on its way', () => {
    const live = withLive(fromNewest({ entries: range(1, 3), more: false }), entry(4));
    const timeline = withNewer(live, { entries: range(3, 4), more: false });
    expect(seqs(timeline)).toEqual([1, 2, 3, 4]);
  });

  it('puts older pages in front without doubling what overlaps', () => {
    const timeline = withOlder(fromNewest({ entries: range(5, 6), more: true }), { entries: range(3, 5), more: true });
    expect(seqs(timeline)).toEqual([3, 4, 5, 6]);
    expect(timeline.hasOlder).toBe(true);
    expect(newestSeq(timeline)).toBe(6);
  });

  it('keeps the identity of entries that stay', () => {
    const before = fromNewest({ entries: range(5, 6), more: true });
    const after = withOlder(before, { entries: range(3, 4), more: false });
    expect(after.entries.at(-1)).toBe(before.entries.at(-1));
  });
});
