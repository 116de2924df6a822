import type { Producer, RecordMetadata } from 'kafkajs';
import type { KafkaCluster } from './kafka-client.js';

const ALL_REPLICAS = -1;
/** Of partitions whose leader is not known. */
const NOBODY = '-1';

interface Waiting {
  partition: number;
  value: Buffer;
  resolve: (appended: RecordMetadata) => void;
  reject: (error: unknown) => void;
}

export interface KafkaAppenderOptions {
  producer: Producer;
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
  append(partition: number, value: Buffer): Promise<RecordMetadata> {
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
    while (queue.length > 0) await this.send(takeBatch(queue));
    this.busy.delete(leader);
  }

  private async send(batch: readonly Waiting[]): Promise<void> {
    const { producer, topic, timeout } = this.options;
    const messages = batch.map(({ partition, value }) => ({ partition, value }));
    try {
      const answers = await producer.send({ topic, acks: ALL_REPLICAS, timeout, messages });
      const byPartition = new Map(answers.map((answer) => [answer.partition, answer]));
      for (const { partition, resolve, reject } of batch) {
        const answer = byPartition.get(partition);
        if (answer === undefined) reject(new Error(`Kafka has not said where it appended a record of partition ${String(partition)}`));
        else resolve(answer);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
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
