import { StallWatch } from './stall-watch.js';

describe('the watch over a node that stands still', () => {
  it('says so once when it has stood for more than two seconds, and not for less', async () => {
    let skipped = 0;
    let stalls = 0;
    const watch = new StallWatch(
      () => stalls++,
      () => performance.now() + skipped,
    );
    const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 600));
    watch.start();
    skipped += 1_000;
    await rest();
    expect(stalls).toBe(0);
    skipped += 3_000;
    await rest();
    await rest();
    expect(stalls).toBe(1);
    watch.stop();
  });
});
