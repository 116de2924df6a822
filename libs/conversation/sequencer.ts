import type { AwaitStoredRequest, AwaitStoredResponse } from '#contracts/gen/parley/conversation/internal/v1/message_path.js';
import type { EventLog, LogRecord, PartitionBounds, PartitionHandler, Subscription } from '#event-log';
import { PartitionSequencer, type SequencerDependencies } from './partition-sequencer.js';

/** Pause between two commits of a partition, in milliseconds: a commit only bounds how much is replayed. */
const COMMIT_INTERVAL_MS = 500;

export interface SequencerOptions extends SequencerDependencies {
  log: EventLog;
  group: string;
  /** The log and History contradict each other: nothing may be processed. The sentence is meant for the operator. */
  onContradiction: (sentence: string) => void;
}

/** Owns the partitions that the log gives to this process, and commits what is finished. */
export class Sequencer implements PartitionHandler {
  private readonly partitions = new Map<number, PartitionSequencer>();
  private readonly committed = new Map<number, number>();
  private subscription: Subscription | undefined;
  private timer: NodeJS.Timeout | undefined;
  private committing: Promise<void> = Promise.resolve();

  constructor(private readonly options: SequencerOptions) {}

  async start(): Promise<void> {
    this.subscription = await this.options.log.subscribe(this.options.group, this);
    this.timer = setInterval(() => {
      this.committing = this.committing.then(() => this.commit());
    }, COMMIT_INTERVAL_MS);
  }

  /** Lets what is in hand finish for a while, commits, and gives the partitions back. */
  async close(timeoutMs: number): Promise<void> {
    clearInterval(this.timer);
    await this.options.urgency.during(this.settle(timeoutMs));
    await this.committing;
    await this.commit();
    await this.subscription?.close();
    for (const partition of [...this.partitions.keys()]) this.revoke(partition);
  }

  /** Refuses to go on from a position that the log does not hold (message path, rule 2). */
  async assign(partition: number, bounds: PartitionBounds): Promise<number> {
    const { log, history } = this.options;
    const stored = await history.committed(partition);
    const sameEpoch = stored?.epoch === log.epoch;
    if (stored !== undefined && stored.epoch > log.epoch)
      this.contradict(`partition ${String(partition)} of the log is of an older epoch than the history`);
    if (stored !== undefined && sameEpoch && bounds.first > stored.offset) {
      this.contradict(
        `the log of partition ${String(partition)} begins at ${String(bounds.first)}, after the ${String(stored.offset)} up to which the history goes`,
      );
    }
    if (stored !== undefined && sameEpoch && bounds.end < stored.offset) {
      this.contradict(
        `the log of partition ${String(partition)} ends at ${String(bounds.end)}, before the ${String(stored.offset)} up to which the history goes`,
      );
    }
    const start = Math.max(bounds.first, bounds.committed ?? (sameEpoch ? stored.offset : bounds.first));
    this.partitions.set(partition, new PartitionSequencer(partition, log.epoch, start, this.options));
    this.committed.set(partition, start);
    return start;
  }

  process(partition: number, records: readonly LogRecord[]): Promise<void> {
    this.partitions.get(partition)?.process(records);
    return Promise.resolve();
  }

  revoke(partition: number): void {
    this.partitions.get(partition)?.stop();
    this.partitions.delete(partition);
  }

  /** Commits what is finished; otherwise done every `COMMIT_INTERVAL_MS`. */
  async commit(): Promise<void> {
    await Promise.all([...this.partitions].map(([partition, sequencer]) => this.commitPartition(partition, sequencer)));
  }

  /**
   * Whether History and relay hold everything below the offset, as soon as they do, or after `waitMs`; undefined if this process does not
   * own the partition.
   */
  stored(partition: number, offset: number, waitMs: number): Promise<boolean> | undefined {
    const stored = this.partitions.get(partition)?.stored;
    if (stored === undefined || stored.offset >= offset) return stored && Promise.resolve(true);
    return this.options.urgency.during(stored.passed(offset, waitMs));
  }

  /** Those of the partitions owned here that are stored up to `ends`, after at most `waitMs`. */
  async awaitStored({ ends, waitMs }: AwaitStoredRequest): Promise<AwaitStoredResponse> {
    const waits = ends.map(async (end, partition) => end > 0 && (await this.stored(partition, end, waitMs)) === true);
    const stored = await Promise.all(waits);
    return { partitions: [...stored.keys()].filter((partition) => stored[partition]) };
  }

  private contradict(sentence: string): void {
    const whole = `Log and history do not belong together: ${sentence}. Restore both from the same backup.`;
    this.options.onContradiction(whole);
    throw new Error(whole);
  }

  private async settle(timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    const ends = await this.options.log.ends().catch(() => []);
    const behind = (): boolean => [...this.partitions].some(([partition, sequencer]) => sequencer.finished < (ends[partition] ?? 0));
    while (behind() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** History first: the log's own commit never runs ahead of what a start is checked against. */
  private async commitPartition(partition: number, sequencer: PartitionSequencer): Promise<void> {
    const offset = sequencer.finished;
    if (offset <= (this.committed.get(partition) ?? 0)) return;
    try {
      await this.options.history.commit(partition, { epoch: this.options.log.epoch, offset });
      if (this.partitions.get(partition) !== sequencer) return;
      await this.subscription?.commit(partition, offset);
      this.committed.set(partition, offset);
    } catch (error) {
      this.options.onError(error);
    }
  }
}
