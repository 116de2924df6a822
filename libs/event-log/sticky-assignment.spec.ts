import fc from 'fast-check';
import { assignPartitions } from './sticky-assignment.js';

describe('sticky assignment', () => {
  it('gives everything to the only member', () => {
    expect(assignPartitions(3, [{ id: 'a', claims: [] }]).get('a')).toEqual([0, 1, 2]);
  });

  it('leaves an owner its lowest partitions when a second member comes', () => {
    const shares = assignPartitions(4, [
      { id: 'b', claims: [0, 1, 2, 3] },
      { id: 'a', claims: [] },
    ]);
    expect(shares.get('b')).toEqual([0, 1]);
    expect(shares.get('a')).toEqual([2, 3]);
  });

  it('moves only the partitions of the member that has gone', () => {
    const shares = assignPartitions(6, [
      { id: 'a', claims: [0, 3] },
      { id: 'b', claims: [1, 4] },
    ]);
    expect(shares.get('a')).toEqual(expect.arrayContaining([0, 3]));
    expect(shares.get('b')).toEqual(expect.arrayContaining([1, 4]));
  });

  it('gives each partition to one member, evenly, whatever the members claim', () => {
    const claims = fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 20 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), claims, (partitions, owned) => {
        const shares = assignPartitions(
          partitions,
          owned.map((own, index) => ({ id: String(index), claims: own })),
        );
        const all = [...shares.values()].flat().sort((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: partitions }, (_, partition) => partition));
        const sizes = [...shares.values()].map((share) => share.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(2);
      }),
    );
  });
});
