import { spaced, Urgency } from './pace.js';

/** Whether the promise is settled by the time that everything that can happen at once has happened. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => (settled = true),
    () => (settled = true),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

const HOUR_MS = 3_600_000;
const never = (): { work: Promise<void>; end: () => void } => {
  let end = (): void => undefined;
  const work = new Promise<void>((resolve) => (end = resolve));
  return { work, end };
};

describe('urgency', () => {
  it('wakes who sleeps as soon as somebody waits', async () => {
    const urgency = new Urgency();
    const sleep = urgency.sleep(HOUR_MS);
    expect(await isSettled(sleep)).toBe(false);
    const { work, end } = never();
    const waiting = urgency.during(work);
    expect(await isSettled(sleep)).toBe(true);
    end();
    await waiting;
  });

  it('lets nobody sleep while anybody waits, and lets them sleep afterwards', async () => {
    const urgency = new Urgency();
    const [first, second] = [never(), never()];
    const [one, other] = [urgency.during(first.work), urgency.during(second.work)];
    first.end();
    await one;
    expect(await isSettled(urgency.sleep(HOUR_MS))).toBe(true);
    second.end();
    await other;
    const sleep = urgency.sleep(HOUR_MS);
    expect(await isSettled(sleep)).toBe(false);
    await urgency.during(Promise.resolve());
    await sleep;
  });

  it('ends with work that fails', async () => {
    const urgency = new Urgency();
    await expect(urgency.during(Promise.reject(new Error('the history is away')))).rejects.toThrow('away');
    expect(urgency.isUrgent).toBe(false);
  });
});

describe('spacing', () => {
  it('holds up only who comes too early', async () => {
    expect(await isSettled(spaced(performance.now() - 10, 5))).toBe(true);
    const early = spaced(performance.now(), 1_000);
    expect(await isSettled(early)).toBe(false);
    await early;
  });
});
