import type { LogRecord, PartitionHandler } from './event-log.js';
import { toError, type FetchedMessage } from './kafka-client.js';
import type { KafkaOffsets } from './kafka-offsets.js';
import { Pause } from './pause.js';

const RETRY_MS = 250;

export interface OwnedPartitionOptions {
  partition: number;
  groupId: string;
  offsets: KafkaOffsets;
  handler: PartitionHandler;
  /** Whether this process is still the owner for sure. */
  holds: () => boolean;
  commit: (offset: number) => Promise<void>;
  /** Records may be fetched from now on. */
  onReady: () => void;
  onError: (error: Error) => void;
}

/** One partition from when this process came to own it until it is revoked. */
export class OwnedPartition {
  /** Offset of the next record to hand over. */
  next = 0;
  private assigned = false;
  private revoked = false;
  private reading = false;
  private busy: Promise<void> | undefined;
  private committed = -1;
  private committing: Promise<void> = Promise.resolve();
  /** Time of the last record handed over; undefined before the first. */
  private at: number | undefined;
  private readonly pause = new Pause();

  constructor(private readonly options: OwnedPartitionOptions) {}

  get partition(): number {
    return this.options.partition;
  }

  get fetchable(): boolean {
    return this.reading && !this.revoked && this.busy === undefined;
  }

  /** Offers the partition until it is taken or revoked; `tried` is called after the first try. */
  async offer(tried: () => void): Promise<void> {
    while (!this.isRevoked()) {
      try {
        await this.offerOnce();
        break;
      } catch (error) {
        this.options.onError(toError(error));
        tried();
        await this.pause.wait(RETRY_MS);
      }
    }
    tried();
  }

  /** What was fetched from `next` on. Resolves when the handler is done with it. */
  deliver(messages: readonly FetchedMessage[]): Promise<void> {
    this.busy ??= this.handOver(messages)
      .catch((error: unknown) => this.options.onError(toError(error)))
      .finally(() => {
        this.busy = undefined;
        this.options.onReady();
      });
    return this.busy;
  }

  /** One after the other: a later commit never overtakes an earlier one. */
  commit(offset: number): Promise<void> {
    const commit = this.committing.then(async () => {
      if (offset <= this.committed) return;
      if (this.isRevoked()) throw new Error(`partition ${String(this.partition)} is not owned any more`);
      await this.options.commit(offset);
      this.committed = offset;
    });
    this.committing = commit.catch(() => undefined);
    return commit;
  }

  /** Fetches no more; resolves when the handler is done with what it has. */
  async drain(): Promise<void> {
    this.reading = false;
    await this.busy;
  }

  revoke(): void {
    if (this.revoked) return;
    this.revoked = true;
    this.pause.end();
    if (this.assigned) this.options.handler.revoke(this.partition);
  }

  private isRevoked(): boolean {
    return this.revoked;
  }

  private async offerOnce(): Promise<void> {
    const { offsets, handler, groupId, partition, onReady } = this.options;
    const bounds = await offsets.bounds(groupId, partition);
    if (this.isRevoked()) return;
    const from = await handler.assign(partition, bounds);
    const outside = from < bounds.first || from > bounds.end;
    if (this.isRevoked() || outside) handler.revoke(partition);
    if (this.isRevoked()) return;
    if (outside) {
      const held = `${String(bounds.first)} to ${String(bounds.end)}`;
      throw new Error(`partition ${String(partition)} is to be read from ${String(from)}, but the log holds ${held}`);
    }
    this.assigned = true;
    this.next = from;
    this.committed = bounds.committed ?? -1;
    this.reading = true;
    onReady();
  }

  private async handOver(messages: readonly FetchedMessage[]): Promise<void> {
    const { partition, handler, holds } = this.options;
    const wanted = messages.filter((message) => Number(message.offset) >= this.next && message.isControlRecord !== true);
    const [first] = wanted;
    if (first === undefined) return;
    let at = this.at ?? (await this.latestBefore(this.next, Number(first.timestamp)));
    const records = wanted.map(({ offset, timestamp, value }): LogRecord => {
      at = Math.max(at, Number(timestamp));
      return { partition, offset: Number(offset), at, payload: value ?? new Uint8Array() };
    });
    if (this.isRevoked() || !this.reading || !holds()) return;
    await handler.process(partition, records);
    this.at = at;
    this.next = (records.at(-1)?.offset ?? this.next) + 1;
  }

  /**
   * The latest time among the records that the log holds below an offset, if later than `at`: only if the clock of a broker has
   * gone back. The index of times answers it, the same to every owner.
   */
  private async latestBefore(offset: number, at: number): Promise<number> {
    const isLater = async (time: number): Promise<boolean> => {
      const found = (await this.options.offsets.since(time))[this.partition];
      return found !== undefined && found < offset;
    };
    if (!(await isLater(at + 1))) return at;
    let [low, step] = [at + 1, 1];
    while (await isLater(low + step)) {
      low += step;
      step *= 2;
    }
    while (step > 1) {
      step = Math.floor(step / 2);
      if (await isLater(low + step)) low += step;
    }
    return low;
  }
}
