import type { Cache } from './cache.js';

export interface CacheHarness {
  cache: Cache;
  /** Lets time pass, on a clock of the test's own or by waiting. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** What every adapter of `Cache` guarantees. Times to live are long enough for adapters whose clock cannot be turned, on a slow machine too. */
export function describeCache(name: string, makeAdapter: () => Promise<CacheHarness>): void {
  describe(`${name} as a Cache`, () => {
    let harness: CacheHarness;
    let cache: Cache;
    beforeEach(async () => {
      harness = await makeAdapter();
      cache = harness.cache;
    });
    afterEach(() => harness.close());

    describeLeases(() => ({ cache, pass: (ms) => harness.pass(ms) }));
    describeMembers(() => ({ cache, pass: (ms) => harness.pass(ms) }));
  });
}

type Use = () => Pick<CacheHarness, 'cache' | 'pass'>;

function describeLeases(use: Use): void {
  it('answers look-ups in their order, with nothing where there is nothing', async () => {
    const { cache } = use();
    await cache.acquire({ key: 'a', value: '1' }, 10_000);
    await cache.acquire({ key: 'c', value: '3' }, 10_000);
    expect(await cache.get(['c', 'b', 'a', 'a'])).toEqual(['3', undefined, '1', '1']);
    expect(await cache.get([])).toEqual([]);
  });

  it('gives a lease to one of many who ask at once', async () => {
    const { cache } = use();
    const taken = await Promise.all(Array.from({ length: 20 }, (_, n) => cache.acquire({ key: 'lock', value: String(n) }, 10_000)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await cache.get(['lock'])).toEqual([String(taken.indexOf(true))]);
  });

  it('lets a lease end, and then anyone take it', async () => {
    const { cache, pass } = use();
    await cache.acquire({ key: 'lock', value: 'first' }, 1_000);
    expect(await cache.acquire({ key: 'lock', value: 'second' }, 1_000)).toBe(false);
    await pass(1_001);
    expect(await cache.get(['lock'])).toEqual([undefined]);
    expect(await cache.acquire({ key: 'lock', value: 'second' }, 10_000)).toBe(true);
  });

  it('prolongs a lease from the moment its holder asks again', async () => {
    const { cache, pass } = use();
    await cache.acquire({ key: 'lock', value: 'mine' }, 3_000);
    await pass(2_000);
    expect(await cache.acquire({ key: 'lock', value: 'mine' }, 3_000)).toBe(true);
    await pass(2_000);
    expect(await cache.get(['lock'])).toEqual(['mine']);
  });

  it('releases a lease for its holder alone', async () => {
    const { cache } = use();
    await cache.acquire({ key: 'lock', value: 'mine' }, 10_000);
    expect(await cache.release({ key: 'lock', value: 'yours' })).toBe(false);
    expect(await cache.get(['lock'])).toEqual(['mine']);
    expect(await cache.release({ key: 'lock', value: 'mine' })).toBe(true);
    expect(await cache.get(['lock'])).toEqual([undefined]);
    expect(await cache.release({ key: 'lock', value: 'mine' })).toBe(false);
  });

  it('does not release a lease that has ended', async () => {
    const { cache, pass } = use();
    await cache.acquire({ key: 'lock', value: 'mine' }, 300);
    await pass(301);
    expect(await cache.release({ key: 'lock', value: 'mine' })).toBe(false);
  });
}

function describeMembers(use: Use): void {
  const one = { key: 'k', member: 'one', value: 'here' };
  const two = { key: 'k', member: 'two', value: 'there' };

  it('tells the members of many keys, apart from each other and from leases', async () => {
    const { cache } = use();
    await cache.acquire({ key: 'k', value: 'lease' }, 10_000);
    await cache.putMembers([one, two, { key: 'other', member: 'one', value: 'far' }], 10_000);
    expect(await cache.members(['other', 'none', 'k'])).toEqual([
      new Map([['one', 'far']]),
      new Map(),
      new Map([
        ['one', 'here'],
        ['two', 'there'],
      ]),
    ]);
    expect(await cache.members([])).toEqual([]);
  });

  it('keeps any text as key, member and value', async () => {
    const { cache } = use();
    const odd = { key: 'a:b|c {d}', member: ' 0|é\n', value: '12|–:🙂' };
    await cache.putMembers([odd], 10_000);
    expect(await cache.members([odd.key])).toEqual([new Map([[odd.member, odd.value]])]);
    expect(await cache.removeMembers([odd])).toEqual([true]);
  });

  it('lets each member end at its own time', async () => {
    const { cache, pass } = use();
    await cache.putMembers([one], 300);
    await cache.putMembers([two], 10_000);
    await pass(301);
    expect(await cache.members(['k'])).toEqual([new Map([['two', 'there']])]);
  });

  it('lets a member that was put again replace the one before, value and time', async () => {
    const { cache, pass } = use();
    await cache.putMembers([one], 300);
    await cache.putMembers([{ ...one, value: 'moved' }], 10_000);
    await pass(301);
    expect(await cache.members(['k'])).toEqual([new Map([['one', 'moved']])]);
  });

  it('renews what is held, restores what is gone and leaves what was replaced', async () => {
    const { cache, pass } = use();
    const replaced = { key: 'k', member: 'three', value: 'old' };
    await cache.putMembers([one, replaced], 3_000);
    await cache.putMembers([{ ...replaced, value: 'new' }], 3_000);
    await pass(2_000);
    expect(await cache.renewMembers([one, two, replaced], 3_000)).toEqual([true, true, false]);
    expect(await cache.members(['k'])).toEqual([
      new Map([
        ['one', 'here'],
        ['three', 'new'],
        ['two', 'there'],
      ]),
    ]);
    await pass(2_000);
    expect(await cache.members(['k'])).toEqual([
      new Map([
        ['one', 'here'],
        ['two', 'there'],
      ]),
    ]);
  });

  it('removes members for their holder alone', async () => {
    const { cache } = use();
    await cache.putMembers([one, two], 10_000);
    expect(await cache.removeMembers([{ ...one, value: 'elsewhere' }, two, { ...two, member: 'none' }])).toEqual([false, true, false]);
    expect(await cache.members(['k'])).toEqual([new Map([['one', 'here']])]);
  });

  it('does not remove a member that has ended', async () => {
    const { cache, pass } = use();
    await cache.putMembers([one], 300);
    await pass(301);
    expect(await cache.removeMembers([one])).toEqual([false]);
  });
}
