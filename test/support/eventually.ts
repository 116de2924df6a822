import { setTimeout as sleep } from 'node:timers/promises';

/** The first value that fits; an error that names the last one if none does in time. */
export async function eventually<Value>(
  get: () => Promise<Value> | Value,
  fits: (value: Value) => boolean,
  patienceMs = 5_000,
): Promise<Value> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const value = await get();
    if (fits(value)) return value;
    if (Date.now() > deadline) throw new Error(`Still ${JSON.stringify(value)} after ${String(patienceMs)} ms.`);
    await sleep(50);
  }
}
