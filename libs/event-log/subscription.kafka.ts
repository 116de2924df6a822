import { Fetcher } from './fetcher.kafka.js';
import { GroupMember } from './group-member.kafka.js';
import type { PartitionHandler, Subscription } from './event-log.js';
import { toError, type KafkaCluster } from './kafka-client.js';
import type { KafkaOffsets } from './kafka-offsets.js';
import { OwnedPartition } from './owned-partition.kafka.js';

export interface KafkaSubscriptionOptions {
  /** For this subscription alone: a request to join a group keeps all others of its connection waiting. */
  cluster: KafkaCluster;
  offsets: KafkaOffsets;
  topic: string;
  partitions: number;
  groupId: string;
  handler: PartitionHandler;
  onError: (error: Error) => void;
}

/** What one member of a group owns, reads and commits. */
export class KafkaSubscription implements Subscription {
  private readonly owned = new Map<number, OwnedPartition>();
  /** The last offer of each partition: a handler is never asked again while it still thinks about it. */
  private readonly offers = new Map<number, Promise<void>>();
  /** Until `start` has resolved. */
  private firstOffers: Promise<void>[] | undefined = [];
  private readonly member: GroupMember;
  private readonly fetcher: Fetcher;
  private closing: Promise<void> | undefined;

  constructor(private readonly options: KafkaSubscriptionOptions) {
    const { cluster, topic, partitions, groupId, onError } = options;
    const listener = {
      acquired: (acquired: readonly number[]) => acquired.forEach((one) => this.offer(one)),
      lost: () => this.revokeAll(),
    };
    this.member = new GroupMember({ cluster, topic, partitions, groupId, listener, onError });
    this.fetcher = new Fetcher({
      cluster,
      topic,
      fetchable: () => [...this.owned.values()].filter((owned) => owned.fetchable),
      onOutOfRange: (partition) => this.offerAgain(partition),
      onError,
    });
  }

  /** Resolves when what was there to own has been offered once. If the log is away, that is tried on and on. */
  async start(): Promise<void> {
    await this.member.start();
    await Promise.all(this.firstOffers ?? []);
    this.firstOffers = undefined;
  }

  async commit(partition: number, offset: number): Promise<void> {
    const owned = this.owned.get(partition);
    if (owned === undefined) throw new Error(`partition ${String(partition)} is not owned any more`);
    await owned.commit(offset);
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    await Promise.all([...this.owned.values()].map((owned) => owned.drain()));
    await this.fetcher.stop();
    await this.member.close();
    await Promise.all(this.offers.values());
    const { cluster, onError } = this.options;
    await cluster.disconnect().catch((error: unknown) => onError(toError(error)));
  }

  private offer(partition: number): void {
    if (this.closing !== undefined) return;
    const { offsets, handler, groupId, onError } = this.options;
    const owned = new OwnedPartition({
      partition,
      groupId,
      offsets,
      handler,
      holds: () => this.member.holds,
      commit: (offset) => this.member.commit(partition, offset),
      onReady: () => this.fetcher.wake(),
      onError,
    });
    this.owned.set(partition, owned);
    const before = this.offers.get(partition) ?? Promise.resolve();
    const tried = new Promise<void>((resolve) => {
      this.offers.set(
        partition,
        before.then(() => owned.offer(resolve)),
      );
    });
    this.firstOffers?.push(tried);
  }

  private offerAgain(partition: number): void {
    this.owned.get(partition)?.revoke();
    if (this.owned.has(partition)) this.offer(partition);
  }

  private revokeAll(): void {
    const owned = [...this.owned.values()];
    this.owned.clear();
    for (const one of owned) one.revoke();
  }
}
