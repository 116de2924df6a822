/** Time and chance; injected so that tests decide both. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after `ms`; the returned function takes it back. */
  after(ms: number, callback: () => void): () => void;
  /** From 0 up to, but not including, 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

export interface BackOffRange {
  firstMs: number;
  maxMs: number;
}

/** Full jitter: anything from 0 to a bound that doubles with each attempt, so that many clients spread out. */
export function backOff(clock: Clock, attempt: number, { firstMs, maxMs }: BackOffRange): number {
  return clock.random() * Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 20));
}
