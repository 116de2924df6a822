import { StallWatch } from './stall-watch.js';

describe('the watch over a node that stands still', () => {
  it('says so once when it has stood for more than two seconds, and not for less', async () => {
    let now = 0;
    let stalls = 0;
    const watch = new StallWatch(
      () => stalls++,
      () => now,
    );
    const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 600));
    watch.start();
    now += 2_200;
    await rest();
    expect(stalls).toBe(0);
    now += 2_300;
    await rest();
    await rest();
    expect(stalls).toBe(1);
    watch.stop();
  });
});
