import fc from 'fast-check';
import { AcceptedIds, IDS_IN_MEMORY, idRangeOf, TIMELESS_IDS_IN_MEMORY } from './accepted-ids.js';
import { CLOCK_SKEW_MS, RESEND_WINDOW_MS, timeOfId } from './client-id.js';
import { uuidV7 } from './testing.js';

const START = 1_790_000_000_000;

describe('the ids that memory knows', () => {
  it('never calls an id new that was accepted within 7 days, however many came after it', () => {
    const clockErrors = fc.array(fc.integer({ min: -200_000, max: 200_000 }), {
      minLength: IDS_IN_MEMORY + 1,
      maxLength: IDS_IN_MEMORY + 300,
    });
    fc.assert(
      fc.property(clockErrors, (errors) => {
        const ids = new AcceptedIds(Number.NEGATIVE_INFINITY);
        const accepted = errors.map((error, index) => ({ id: uuidV7(START + index + error, index), seq: index + 1, at: START + index }));
        for (const item of accepted) {
          ids.add(item);
          ids.trim(item.seq);
        }
        const now = START + errors.length;
        for (const item of accepted) expect([item, 'unknown']).toContainEqual(ids.find(item.id, now));
      }),
      { numRuns: 20 },
    );
  });

  it('decides by itself for ids whose time is later than that of all it has forgotten', () => {
    const ids = new AcceptedIds(Number.NEGATIVE_INFINITY);
    for (let n = 1; n <= IDS_IN_MEMORY * 3; n++) {
      ids.add({ id: uuidV7(START + n, n), seq: n, at: START + n });
      ids.trim(n);
    }
    const now = START + IDS_IN_MEMORY * 3;
    expect(ids.find(uuidV7(now + 1, 7), now)).toBe('new');
    expect(ids.find(uuidV7(START + 1, 7), now)).toBe('unknown');
  });

  it('keeps what History does not hold yet', () => {
    const ids = new AcceptedIds(Number.NEGATIVE_INFINITY);
    for (let n = 1; n <= IDS_IN_MEMORY + 50; n++) {
      ids.add({ id: uuidV7(START + n, n), seq: n, at: START + n });
      ids.trim(0);
    }
    expect(ids.find(uuidV7(START + 1, 1), START + 9_999)).toMatchObject({ seq: 1 });
  });

  it('knows nothing of ids without a time that it has forgotten', () => {
    const ids = new AcceptedIds(Number.NEGATIVE_INFINITY);
    for (let n = 1; n <= TIMELESS_IDS_IN_MEMORY + 1; n++) {
      ids.add({ id: `plain-${String(n)}`, seq: n, at: START + n });
      ids.trim(n);
    }
    expect(ids.find('plain-1', START)).toBe('unknown');
    expect(ids.find('plain-2', START)).toMatchObject({ seq: 2 });
    expect(ids.find('never-sent', START)).toBe('unknown');
  });

  it('knows everything once History has told it', () => {
    const ids = new AcceptedIds(START);
    ids.add({ id: 'recent', seq: 9, at: START + 9 });
    expect(ids.find('older', START + 10)).toBe('unknown');
    ids.restore([{ id: 'older', seq: 3, at: START - 5 }], Number.NEGATIVE_INFINITY);
    expect(ids.find('older', START + 10)).toMatchObject({ seq: 3 });
    expect(ids.find('recent', START + 10)).toMatchObject({ seq: 9 });
    expect(ids.find('never', START + 10)).toBe('new');
  });

  it('needs of History only what can decide: never calls an id new that lies within what was not loaded', () => {
    const minute = 60_000;
    const made = fc.record({ minutesAgo: fc.nat(60), aheadMs: fc.integer({ min: -10 * minute, max: CLOCK_SKEW_MS }) });
    fc.assert(
      fc.property(fc.array(made, { minLength: 1, maxLength: 30 }), fc.nat(29), (sends, pick) => {
        const stored = sends
          .map(({ minutesAgo, aheadMs }, n) => ({
            at: START - minutesAgo * minute,
            id: uuidV7(START - minutesAgo * minute + aheadMs, n),
            seq: n + 1,
          }))
          .sort((a, b) => a.at - b.at);
        const resent = stored[pick % stored.length] as (typeof stored)[number];
        const ids = new AcceptedIds(START + CLOCK_SKEW_MS);
        const { since, unknownUpTo } = idRangeOf(resent.id, START);
        ids.restore(
          stored.filter(({ at }) => at >= since),
          unknownUpTo,
        );
        expect(ids.find(resent.id, START)).toEqual(resent);
        for (const item of stored) expect([item, 'unknown']).toContainEqual(ids.find(item.id, START));
      }),
    );
  });

  it('lets an id be used again after 7 days, by the time of the log alone', () => {
    const ids = new AcceptedIds(Number.NEGATIVE_INFINITY);
    ids.add({ id: 'old', seq: 1, at: START });
    expect(ids.find('old', START + RESEND_WINDOW_MS)).toMatchObject({ seq: 1 });
    expect(ids.find('old', START + RESEND_WINDOW_MS + 1)).toBe('new');
  });

  it('reads the time of a UUIDv7 and of nothing else', () => {
    expect(timeOfId(uuidV7(START, 1))).toBe(START);
    expect(timeOfId('01890a5d-ac96-474b-bcce-b302099a8057')).toBeUndefined();
    expect(timeOfId('plain')).toBeUndefined();
  });
});
