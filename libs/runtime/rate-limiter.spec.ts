import { RateLimiter } from './rate-limiter.js';

describe('the rate limiter', () => {
  let now = 1_000_000;
  const limiter = (options: { scale?: number; maxKeys?: number } = {}): RateLimiter =>
    new RateLimiter({ burst: 3, perSecond: 2, scale: 1, ...options, now: () => now });

  it('lets a burst pass and then says when the next one may', () => {
    const limit = limiter();
    expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([0, 0, 0]);
    expect(limit.take('a')).toBe(500);
    expect(limit.take('b')).toBe(0);
    now += 500;
    expect([limit.take('a'), limit.take('a')]).toEqual([0, 500]);
  });

  it('throws `rate_limited` with the delay where that is wanted', () => {
    const limit = limiter();
    limit.require('a', 3);
    let error: unknown;
    try {
      limit.require('a');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 500 });
  });

  it('is scaled, and off at 0', () => {
    expect(limiter({ scale: 2 }).take('a', 6)).toBe(0);
    const off = limiter({ scale: 0 });
    for (let i = 0; i < 1000; i++) expect(off.take('a')).toBe(0);
  });

  it('never refuses for ever what costs more than a whole burst', () => {
    const limit = limiter();
    expect(limit.take('a', 10)).toBe(0);
    expect(limit.take('a', 10)).toBe(1500);
  });

  it('remembers a bounded number of keys, and forgets first the one not seen for longest', () => {
    const limit = limiter({ maxKeys: 2 });
    limit.take('a', 3);
    limit.take('b', 3);
    limit.take('a');
    limit.take('c');
    expect(limit.take('a')).toBeGreaterThan(0);
    expect(limit.take('b')).toBe(0);
  });
});
