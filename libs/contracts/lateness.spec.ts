import { Lateness } from './lateness.js';

describe('how late a batch is', () => {
  const AHEAD = 86_400_000;

  it('follows from how long others were under way, whatever the clocks say', () => {
    for (const offset of [-AHEAD, 0, AHEAD]) {
      const lateness = new Lateness();
      expect(lateness.of(1_000 + offset, 1_003)).toBe(0);
      expect(lateness.of(2_000 + offset, 2_002)).toBe(0);
      const [long, short] = [lateness.of(3_000 + offset, 8_002), lateness.of(7_000 + offset, 8_002)];
      expect([long > 4_990 && long <= 5_000, short > 990 && short <= 1_000]).toEqual([true, true]);
    }
  });

  it('stays nothing while the clocks drift apart', () => {
    const lateness = new Lateness();
    let worst = 0;
    for (let now = 0; now < AHEAD; now += 1_000) worst = Math.max(worst, lateness.of(now * (1 - 0.000_2), now));
    expect(worst).toBeLessThan(1);
  });

  it('becomes nothing again after the clock of the other end stood still', () => {
    const lateness = new Lateness();
    lateness.of(0, 0);
    for (let now = 2_000; now < 1_200_000; now += 1_000) lateness.of(now - 1_000, now);
    expect(lateness.of(1_199_000, 1_200_000)).toBe(0);
  });
});
