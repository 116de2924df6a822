import { describeCache } from './cache.contract.js';
import { MemoryCache } from './cache.memory.js';

describeCache('MemoryCache', async () => {
  let now = 1_000;
  return {
    cache: new MemoryCache(() => now),
    pass: async (ms) => {
      now += ms;
    },
    close: async () => undefined,
  };
});

describe('MemoryCache', () => {
  it('does not keep what has expired for ever', async () => {
    let now = 0;
    const cache = new MemoryCache(() => now);
    for (let n = 0; n < 1_000; n++) {
      await cache.acquire({ key: `lease ${String(n)}`, value: 'x' }, 1_000);
      await cache.putMembers([{ key: `set ${String(n)}`, member: 'm', value: 'x' }], 1_000);
      now += 1_000;
    }
    expect(cache.size).toBeLessThan(100);
  });
});
