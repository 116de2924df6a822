import { toError, type FetchedMessage, type KafkaBroker, type KafkaCluster } from './kafka-client.js';
import type { OwnedPartition } from './owned-partition.kafka.js';
import { Pause, spaced } from './pause.js';

/** How long a broker may wait for records before it answers that there are none. It answers at once when there are some. */
const MAX_WAIT_MS = 50;
const MAX_BYTES = 10 << 20;
const MAX_PARTITION_BYTES = 1 << 20;
/** How long other partitions of a broker wait for a handler before they are read without the one that it is busy with. */
const HANDLER_MS = 5;
/**
 * After records have come, the next request waits this long, in milliseconds: what comes meanwhile comes together, and so does all that
 * follows from it. The first record after a pause is read at once.
 */
const SPACING_MS = 5;
const RETRY_MS = 200;
const READ_UNCOMMITTED = 0;
/** Who leads a partition whose leader is not known: no broker has this id, and the failure to find it asks for the leaders anew. */
const NOBODY = '-1';

export interface FetcherOptions {
  cluster: KafkaCluster;
  topic: string;
  /** The partitions that may be read at this moment. */
  fetchable: () => OwnedPartition[];
  /** The log does not hold what the partition was to be read from. */
  onOutOfRange: (partition: number) => void;
  onError: (error: Error) => void;
}

/** Reads the owned partitions, of all brokers at once: one request per broker at a time, for all its partitions that are not busy. */
export class Fetcher {
  private readonly loops = new Map<string, Promise<void>>();
  private readonly pauses = new Map<string, Pause>();
  private stopped = false;

  constructor(private readonly options: FetcherOptions) {}

  /** To be called when a partition has become fetchable. */
  wake(): void {
    if (this.stopped) return;
    for (const nodeId of this.dueByLeader().keys()) {
      if (!this.loops.has(nodeId)) this.loops.set(nodeId, this.read(nodeId));
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const pause of this.pauses.values()) pause.end();
    await Promise.all(this.loops.values());
  }

  private async read(nodeId: string): Promise<void> {
    // Otherwise the loop could end before it is known to run.
    await Promise.resolve();
    for (;;) {
      const due = this.stopped ? [] : (this.dueByLeader().get(nodeId) ?? []);
      if (due.length === 0) break;
      try {
        await this.fetch(nodeId, due);
      } catch (error) {
        await this.recover(nodeId, error);
      }
    }
    this.loops.delete(nodeId);
    this.wake();
  }

  private dueByLeader(): Map<string, OwnedPartition[]> {
    const due = new Map(this.options.fetchable().map((owned) => [owned.partition, owned]));
    if (due.size === 0) return new Map();
    return new Map(
      Object.entries(this.leadersOf([...due.keys()])).map(([nodeId, led]) => [
        nodeId,
        led.map((partition) => due.get(partition)).filter((owned) => owned !== undefined),
      ]),
    );
  }

  private leadersOf(partitions: number[]): Record<string, number[]> {
    try {
      return this.options.cluster.findLeaderForPartitions(this.options.topic, partitions);
    } catch {
      return { [NOBODY]: partitions };
    }
  }

  private async fetch(nodeId: string, due: readonly OwnedPartition[]): Promise<void> {
    const { cluster } = this.options;
    await cluster.refreshMetadataIfNecessary();
    const broker = await cluster.findBroker({ nodeId });
    const fetched = await this.request(broker, due);
    const deliveries: Promise<void>[] = [];
    for (const owned of due) {
      const messages = fetched.get(owned.partition) ?? [];
      if (messages.length > 0 && owned.fetchable) deliveries.push(owned.deliver(messages));
    }
    if (deliveries.length === 0) return;
    const cameAt = performance.now();
    await settledWithin(deliveries, HANDLER_MS);
    await spaced(cameAt, SPACING_MS);
  }

  private async request(broker: KafkaBroker, due: readonly OwnedPartition[]): Promise<Map<number, FetchedMessage[]>> {
    const partitions = due.map(({ partition, next }) => ({ partition, fetchOffset: String(next), maxBytes: MAX_PARTITION_BYTES }));
    const { responses } = await broker.fetch({
      maxWaitTime: MAX_WAIT_MS,
      minBytes: 1,
      maxBytes: MAX_BYTES,
      isolationLevel: READ_UNCOMMITTED,
      topics: [{ topic: this.options.topic, partitions }],
    });
    return new Map(responses.flatMap((response) => response.partitions.map(({ partition, messages }) => [partition, messages])));
  }

  private async recover(nodeId: string, error: unknown): Promise<void> {
    const { cluster, onError, onOutOfRange } = this.options;
    onError(toError(error));
    if (isOutOfRange(error)) {
      onOutOfRange(error.partition);
      return;
    }
    const pause = new Pause();
    this.pauses.set(nodeId, pause);
    await pause.wait(RETRY_MS);
    this.pauses.delete(nodeId);
    if (!this.stopped) await cluster.refreshMetadata().catch((reason: unknown) => onError(toError(reason)));
  }
}

function isOutOfRange(error: unknown): error is { partition: number } {
  return error instanceof Error && error.name === 'KafkaJSOffsetOutOfRange' && 'partition' in error && typeof error.partition === 'number';
}

async function settledWithin(promises: readonly Promise<void>[], ms: number): Promise<void> {
  const pause = new Pause();
  await Promise.race([Promise.all(promises), pause.wait(ms)]);
  pause.end();
}
