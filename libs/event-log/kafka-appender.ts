import type { Appended, KafkaCluster } from './kafka-client.js';
import { spaced } from './pause.js';

const ALL_REPLICAS = -1;
const UNCOMPRESSED = 0;
/** Requests to a broker begin at least this far apart, in milliseconds; the first one after a pause begins at once. */
const SPACING_MS = 5;
/** Not idempotent: what is appended twice the sequencer recognises. */
const NO_PRODUCER = { producerId: -1, producerEpoch: 0 };
/** Of partitions whose leader is not known. */
const NOBODY = '-1';

interface Waiting {
  partition: number;
  value: Buffer;
  resolve: (appended: Appended) => void;
  reject: (error: unknown) => void;
}

export interface KafkaAppenderOptions {
  cluster: KafkaCluster;
  topic: string;
  /** How long a broker waits for its replicas, in milliseconds. */
  timeout: number;
}

/**
 * Appends records, one request in flight per broker. A broker answers the requests of a connection one after the other, each when
 * the replicas have it; so what comes for any of its partitions meanwhile goes together with the next one.
 */
export class KafkaAppender {
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly busy = new Set<string>();

  constructor(private readonly options: KafkaAppenderOptions) {}

  /** Rejects when the outcome is unknown, also because another partition's record in the same request failed. */
  append(partition: number, value: Buffer): Promise<Appended> {
    return new Promise((resolve, reject) => {
      const leader = this.leaderOf(partition);
      const queue = this.waiting.get(leader) ?? [];
      this.waiting.set(leader, queue);
      queue.push({ partition, value, resolve, reject });
      if (this.busy.has(leader)) return;
      this.busy.add(leader);
      // The records of one tick travel together.
      setImmediate(() => void this.drain(leader, queue));
    });
  }

  private leaderOf(partition: number): string {
    try {
      return Object.keys(this.options.cluster.findLeaderForPartitions(this.options.topic, [partition]))[0] ?? NOBODY;
    } catch {
      return NOBODY;
    }
  }

  private async drain(leader: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const began = performance.now();
      await this.send(leader, takeBatch(queue));
      await spaced(began, SPACING_MS);
    }
    this.busy.delete(leader);
  }

  private async send(leader: string, batch: readonly Waiting[]): Promise<void> {
    try {
      const appended = await this.request(leader, batch);
      for (const { partition, resolve, reject } of batch) {
        const answer = appended.get(partition);
        if (answer === undefined) reject(new Error(`Kafka has not said where it appended a record of partition ${String(partition)}`));
        else resolve(answer);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
      // Whoever leads by now is asked next. If nobody answers that, the next request fails as well, and asks again.
      await this.options.cluster.refreshMetadata().catch(() => undefined);
    }
  }

  private async request(leader: string, batch: readonly Waiting[]): Promise<Map<number, Appended>> {
    const { cluster, topic, timeout } = this.options;
    await cluster.refreshMetadataIfNecessary();
    const broker = await cluster.findBroker({ nodeId: leader });
    const partitions = batch.map(({ partition, value }) => ({ partition, firstSequence: 0, messages: [{ key: null, value }] }));
    const settings = { acks: ALL_REPLICAS, timeout, compression: UNCOMPRESSED, ...NO_PRODUCER };
    const { topics } = await broker.produce({ ...settings, topicData: [{ topic, partitions }] });
    return new Map(topics.flatMap((answer) => answer.partitions.map((appended) => [appended.partition, appended])));
  }
}

/** One record of each partition: what a request holds for a partition is one batch to the broker, and its size is bounded. */
function takeBatch(queue: Waiting[]): Waiting[] {
  const batch = new Map<number, Waiting>();
  const later: Waiting[] = [];
  for (const waiting of queue.splice(0)) {
    if (batch.has(waiting.partition)) later.push(waiting);
    else batch.set(waiting.partition, waiting);
  }
  queue.push(...later);
  return [...batch.values()];
}
