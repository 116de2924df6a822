import { ParleyError } from '#errors';
import type { EventLog } from '#event-log';
import type { Sequencer } from './sequencer.js';
import type { StoredElsewhere } from './stored-elsewhere.js';

/** Pause between two looks at a partition of which nobody knows whether it is stored, in milliseconds: its owner may be changing. */
const PAUSE_MS = 50;
/** After so long without an answer of this very instance the others are asked too, in milliseconds: it may have lost the partition without knowing it. */
const OWN_WAIT_MS = 500;
const HISTORY_BEHIND = 'The history is behind; try again in a moment.';

/**
 * Lets readers of History see everything that was acknowledged before they asked, whichever instance owns the partition. Those who ask while a look at the log's
 * ends is under way share the next one (message path, rule 14: one shared wait per tick).
 */
export class ReadFence {
  private running: Promise<readonly number[]> | undefined;
  private next: Promise<readonly number[]> | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly sequencer: Pick<Sequencer, 'stored'>,
    private readonly elsewhere: StoredElsewhere,
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
    await Promise.all(ends.map((end, partition) => this.stored(partition, end, timeoutMs)));
    return ends;
  }

  /** The same for who is in no hurry: waits for `patienceMs` first, so that History is not made to write what it would write by then anyway. */
  async passCalmly(timeoutMs: number, patienceMs: number): Promise<void> {
    const ends = await this.ends();
    await new Promise((resolve) => setTimeout(resolve, patienceMs));
    await Promise.all(ends.map((end, partition) => this.stored(partition, end, timeoutMs)));
  }

  /** The same for one partition. */
  async passPartition(partition: number, timeoutMs: number): Promise<void> {
    const ends = await this.ends();
    await this.stored(partition, ends[partition] ?? 0, timeoutMs);
  }

  private look(): Promise<readonly number[]> {
    const look = this.log.ends().finally(() => {
      this.running = undefined;
    });
    this.next = undefined;
    this.running = look;
    return look;
  }

  private async stored(partition: number, end: number, timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    for (let left = timeoutMs; left > 0; left = deadline - Date.now()) {
      if ((await this.sequencer.stored(partition, end, Math.min(left, OWN_WAIT_MS))) === true) return;
      if (await this.within(left, this.elsewhere.reached(partition, end))) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    throw new ParleyError('unavailable', HISTORY_BEHIND, { retryAfterMs: 500 });
  }

  private async within(timeoutMs: number, answer: Promise<boolean>): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), timeoutMs);
    });
    try {
      return await Promise.race([answer, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }
}
