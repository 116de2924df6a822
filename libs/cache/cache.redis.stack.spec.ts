import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressOf, crash, freeze, start, thaw } from '../../deploy/native/testing.mjs';
import { describeCache } from './cache.contract.js';
import { RedisCache } from './cache.redis.js';
import { PATIENCE_MS } from './connection.redis.js';
import { eventually } from '../../test/support/eventually.js';

const openCache = () => RedisCache.open({ url: addressOf('REDIS_URL'), prefix: `test-${randomUUID()}:` });

describeCache('RedisCache', async () => {
  const cache = await openCache();
  return { cache, pass: (ms) => sleep(ms), close: async () => cache.close() };
});

describe('RedisCache', () => {
  let cache: RedisCache;
  beforeEach(async () => {
    cache = await openCache();
  });
  afterEach(async () => {
    cache.close();
    thaw('redis');
    await start('redis');
  });

  it('keeps suites with different prefixes apart', async () => {
    const other = await openCache();
    await cache.acquire({ key: 'lock', value: 'mine' }, 10_000);
    expect(await other.get(['lock'])).toEqual([undefined]);
    other.close();
  });

  it('takes thousands of members in one batch, and drops them when they end', async () => {
    const members = Array.from({ length: 5_000 }, (_, n) => ({ key: 'k', member: `m${String(n)}`, value: 'v' }));
    await cache.putMembers(members, 5_000);
    expect((await cache.members(['k']))[0]?.size).toBe(5_000);
    await cache.putMembers([{ key: 'k', member: 'last', value: 'v' }], 30_000);
    await sleep(5_001);
    expect(await cache.members(['k'])).toEqual([new Map([['last', 'v']])]);
  });

  it('refuses at once while Redis is away, and goes on when it is back', async () => {
    await cache.acquire({ key: 'lock', value: 'mine' }, 10_000);
    await crash('redis');
    const began = Date.now();
    await expect(cache.get(['lock'])).rejects.toMatchObject({ code: 'unavailable' });
    await expect(cache.putMembers([{ key: 'k', member: 'm', value: 'v' }], 1_000)).rejects.toMatchObject({ code: 'unavailable' });
    expect(Date.now() - began).toBeLessThan(PATIENCE_MS);
    expect(await cache.isReachable()).toBe(false);
    await start('redis');
    await eventually(() => cache.isReachable());
    expect(await cache.get(['lock'])).toEqual([undefined]);
    expect(await cache.acquire({ key: 'lock', value: 'mine' }, 10_000)).toBe(true);
  });

  it('refuses soon when Redis falls silent, then at once, and goes on when it speaks again', async () => {
    freeze('redis');
    const began = Date.now();
    await expect(cache.get(['lock'])).rejects.toMatchObject({ code: 'unavailable' });
    expect(Date.now() - began).toBeLessThan(2 * PATIENCE_MS);
    await sleep(500);
    const again = Date.now();
    await expect(cache.get(['lock'])).rejects.toMatchObject({ code: 'unavailable' });
    expect(Date.now() - again).toBeLessThan(PATIENCE_MS);
    thaw('redis');
    await eventually(() => cache.isReachable());
    expect(await cache.get(['lock'])).toEqual([undefined]);
  });

  it('can be opened before Redis is there', async () => {
    await crash('redis');
    const early = await openCache();
    await expect(early.get(['lock'])).rejects.toMatchObject({ code: 'unavailable' });
    await start('redis');
    await eventually(() => early.isReachable());
    early.close();
  });

  it('refuses after it was closed', async () => {
    cache.close();
    await expect(cache.get(['lock'])).rejects.toMatchObject({ code: 'unavailable' });
  });
});
