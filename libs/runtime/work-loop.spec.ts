import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../test/support/eventually.js';
import { backOff, WorkLoop } from './work-loop.js';

describe('a work loop', () => {
  const loops: WorkLoop[] = [];
  afterEach(async () => {
    await Promise.all(loops.splice(0).map((loop) => loop.stop()));
  });

  const start = (work: () => Promise<boolean>, idleMs = 60_000, onError: (error: unknown) => void = () => undefined) => {
    const loop = new WorkLoop({ work, onError, idleMs });
    loops.push(loop);
    return loop;
  };

  it('does one round at a time, and one more for whoever woke it meanwhile', async () => {
    let rounds = 0;
    let running = 0;
    const loop = start(async () => {
      running += 1;
      expect(running).toBe(1);
      await sleep(10);
      running -= 1;
      rounds += 1;
      return false;
    });
    for (let woken = 0; woken < 5; woken += 1) loop.wake();
    await eventually(() => rounds === 2);
    await sleep(100);
    expect(rounds).toBe(2);
  });

  it('goes on at once while it finds something, and rests when it does not', async () => {
    let left = 5;
    let rounds = 0;
    start(async () => {
      rounds += 1;
      left -= 1;
      return left > 0;
    }).wake();
    await eventually(() => left === 0);
    await sleep(50);
    expect([left, rounds]).toEqual([0, 5]);
  });

  it('looks by itself after its rest', async () => {
    let rounds = 0;
    start(async () => ((rounds += 1), false), 20).wake();
    await eventually(() => rounds >= 3);
  });

  it('tells what was thrown, and goes on after its rest', async () => {
    const errors: unknown[] = [];
    const rounds: number[] = [];
    const failing = async () => {
      rounds.push(performance.now());
      if (rounds.length === 1) throw new Error('away');
      return false;
    };
    start(failing, 50, (error) => errors.push(error)).wake();
    await eventually(() => rounds.length > 1);
    expect(errors).toEqual([new Error('away')]);
    // A timer may be a millisecond early.
    expect(rounds[1]! - rounds[0]!).toBeGreaterThanOrEqual(49);
  });

  it('ends the round in hand when it stops, and begins none after', async () => {
    let ended = 0;
    const loop = start(async () => (await sleep(20), (ended += 1), true), 5);
    loop.wake();
    await loop.stop();
    expect(ended).toBe(1);
    loop.wake();
    await sleep(50);
    expect(ended).toBe(1);
  });
});

describe('the back-off', () => {
  it('doubles from a tenth of a second up to half a minute, never less than half of it', () => {
    for (const [attempts, full] of [
      [0, 100],
      [1, 200],
      [5, 3_200],
      [9, 30_000],
      [10_000, 30_000],
    ] as const) {
      const delays = Array.from({ length: 50 }, () => backOff(attempts));
      expect(Math.min(...delays)).toBeGreaterThanOrEqual(full / 2);
      expect(Math.max(...delays)).toBeLessThanOrEqual(full);
    }
  });
});
