import { ParleyError } from '#errors';

export interface RateLimiterOptions {
  /** How many at once. */
  burst: number;
  /** How many come back each second. */
  perSecond: number;
  /** Multiplies both; 0 switches the limit off. */
  scale: number;
  /** How many keys are remembered; the one not seen for longest is forgotten first. */
  maxKeys?: number;
  now?: () => number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** A token bucket per key (an account, an address, a socket), in bounded memory. */
export class RateLimiter {
  private readonly buckets = new Map<string, Bucket>();
  private readonly burst: number;
  private readonly perMs: number;
  private readonly maxKeys: number;
  private readonly now: () => number;

  constructor(options: RateLimiterOptions) {
    // Below one token nothing would ever pass.
    this.burst = options.scale === 0 ? 0 : Math.max(1, options.burst * options.scale);
    this.perMs = (options.perSecond * options.scale) / 1000;
    this.maxKeys = options.maxKeys ?? 50_000;
    this.now = options.now ?? Date.now;
  }

  /** Takes from the key's bucket. Answers 0, or after how many milliseconds the same would succeed; then nothing was taken. */
  take(key: string, cost = 1): number {
    if (this.burst === 0) return 0;
    const now = this.now();
    const old = this.buckets.get(key);
    const tokens = old === undefined ? this.burst : Math.min(this.burst, old.tokens + Math.max(0, now - old.at) * this.perMs);
    const wanted = Math.min(cost, this.burst);
    const allowed = tokens >= wanted;
    this.remember(key, { tokens: allowed ? tokens - wanted : tokens, at: now });
    return allowed ? 0 : Math.ceil((wanted - tokens) / this.perMs);
  }

  /** Like `take`, but throws `rate_limited` with the delay. */
  require(key: string, cost = 1): void {
    const retryAfterMs = this.take(key, cost);
    if (retryAfterMs > 0) throw new ParleyError('rate_limited', 'Too many requests. Wait a little and try again.', { retryAfterMs });
  }

  private remember(key: string, bucket: Bucket): void {
    // Deleting first moves the key to the end: the Map's order is the order of last use.
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    if (this.buckets.size <= this.maxKeys) return;
    for (const oldest of this.buckets.keys()) {
      this.buckets.delete(oldest);
      return;
    }
  }
}
