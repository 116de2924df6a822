import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The first value that fits, or that is truthy; an error that names the last one if none does in time. The patience is what a slow machine
 * may need, not a promise.
 */
export async function eventually<Value>(
  get: () => Promise<Value> | Value,
  fits: (value: Value) => boolean = Boolean,
  patienceMs = 30_000,
): Promise<Value> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const value = await get();
    if (fits(value)) return value;
    if (Date.now() > deadline) throw new Error(`Still ${JSON.stringify(value)} after ${String(patienceMs)} ms.`);
    await sleep(20);
  }
}
