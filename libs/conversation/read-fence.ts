import { ParleyError } from '#errors';
import type { EventLog } from '#event-log';
import type { Sequencer } from './sequencer.js';

const HISTORY_BEHIND = 'The history is behind; try again in a moment.';

/**
 * Lets readers of History see everything that was acknowledged before they asked. Those who ask while a look at the log's
 * ends is under way share the next one (message path, rule 14: one shared wait per tick).
 */
export class ReadFence {
  private running: Promise<readonly number[]> | undefined;
  private next: Promise<readonly number[]> | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly sequencer: Sequencer,
  ) {}

  /** The ends of the log as of now or later. */
  async ends(): Promise<readonly number[]> {
    if (this.running === undefined) return this.look();
    this.next ??= this.running.then(
      () => this.look(),
      () => this.look(),
    );
    return this.next;
  }

  /** Waits until History has passed the present ends of the log; `unavailable` if that takes longer than `timeoutMs`. */
  async pass(timeoutMs: number): Promise<readonly number[]> {
    const ends = await this.ends();
    await this.within(timeoutMs, Promise.all(ends.map((end, partition) => this.stored(partition, end))));
    return ends;
  }

  /** The same for one partition. */
  async passPartition(partition: number, timeoutMs: number): Promise<void> {
    const ends = await this.ends();
    await this.within(timeoutMs, this.stored(partition, ends[partition] ?? 0));
  }

  private look(): Promise<readonly number[]> {
    const look = this.log.ends().finally(() => {
      this.running = undefined;
    });
    this.next = undefined;
    this.running = look;
    return look;
  }

  private stored(partition: number, end: number): Promise<void> {
    const passed = this.sequencer.stored(partition, end);
    if (passed === undefined) throw new ParleyError('unavailable', HISTORY_BEHIND, { retryAfterMs: 500 });
    return passed;
  }

  private async within(timeoutMs: number, wait: Promise<unknown>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new ParleyError('unavailable', HISTORY_BEHIND, { retryAfterMs: 500 }));
      }, timeoutMs);
    });
    try {
      await Promise.race([wait, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }
}
