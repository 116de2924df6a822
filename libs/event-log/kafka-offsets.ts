import { type KafkaCluster } from './kafka-client.js';
import type { PartitionBounds } from './event-log.js';

/** What the brokers say about offsets of one topic. An answer that cannot be had is asked for once more, of the leaders as they are then. */
export class KafkaOffsets {
  private readonly all: { partition: number }[];

  constructor(
    private readonly cluster: KafkaCluster,
    private readonly topic: string,
    partitions: number,
  ) {
    this.all = Array.from({ length: partitions }, (_, partition) => ({ partition }));
  }

  /** The high watermarks: with `acks: -1` whatever was acknowledged lies below. */
  ends(): Promise<number[]> {
    return this.list({ fromBeginning: false });
  }

  firsts(): Promise<number[]> {
    return this.list({ fromBeginning: true });
  }

  /** The first offset of each partition whose record is as young as `timestamp` or younger; undefined where there is none. */
  async since(timestamp: number): Promise<(number | undefined)[]> {
    const offsets = await this.list({ fromTimestamp: timestamp });
    return offsets.map((offset) => (offset < 0 ? undefined : offset));
  }

  async committed(groupId: string): Promise<(number | undefined)[]> {
    const { responses } = await this.persistently(async () => {
      const coordinator = await this.cluster.findGroupCoordinator({ groupId });
      return coordinator.offsetFetch({ groupId, topics: [{ topic: this.topic, partitions: this.all }] });
    });
    return this.inOrder(responses).map((offset) => (offset < 0 ? undefined : offset));
  }

  async bounds(groupId: string, partition: number): Promise<PartitionBounds> {
    const [committed, firsts, ends] = await Promise.all([this.committed(groupId), this.firsts(), this.ends()]);
    const [first, end] = [firsts[partition], ends[partition]];
    if (first === undefined || end === undefined) throw new Error(`topic ${this.topic} has no partition ${String(partition)}`);
    return { first, end, committed: committed[partition] };
  }

  async deleteBelow(limits: readonly { partition: number; offset: number }[]): Promise<void> {
    await this.persistently(async () => {
      const leaders = this.cluster.findLeaderForPartitions(
        this.topic,
        limits.map(({ partition }) => partition),
      );
      for (const [nodeId, led] of Object.entries(leaders)) {
        const own = limits.filter(({ partition }) => led.includes(partition));
        const partitions = own.map(({ partition, offset }) => ({ partition, offset: String(offset) }));
        const broker = await this.cluster.findBroker({ nodeId });
        await broker.deleteRecords({ topics: [{ topic: this.topic, partitions }] });
      }
    });
  }

  private async list(from: { fromBeginning: boolean } | { fromTimestamp: number }): Promise<number[]> {
    return this.inOrder(
      await this.persistently(async () => {
        await this.cluster.refreshMetadataIfNecessary();
        return this.cluster.fetchTopicsOffset([{ topic: this.topic, partitions: this.all, ...from }]);
      }),
    );
  }

  private inOrder(topics: readonly { topic: string; partitions: { partition: number; offset: string }[] }[]): number[] {
    const answer = topics.find(({ topic }) => topic === this.topic);
    const offsets = new Map(answer?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    return this.all.map(({ partition }) => {
      const offset = offsets.get(partition);
      if (offset === undefined) throw new Error(`nothing is known of partition ${String(partition)} of ${this.topic}`);
      return offset;
    });
  }

  private async persistently<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch {
      await this.cluster.refreshMetadata();
      return action();
    }
  }
}
