import type { Admin } from 'kafkajs';
import { ParleyError } from '#errors';
import { EventLog, type PartitionHandler, type Subscription } from './event-log.js';
import { SESSION_MS } from './group-member.kafka.js';
import { KafkaAppender } from './kafka-appender.js';
import { createCluster, createKafka, isAway, toError, type KafkaAccess, type KafkaCluster } from './kafka-client.js';
import { KafkaOffsets } from './kafka-offsets.js';
import { onceKnown, requireTopic } from './kafka-topic.js';
import { KafkaSubscription } from './subscription.kafka.js';

/** An append may have to wait for replicas; nothing else should take long. In milliseconds. */
const APPEND_MS = 5_000;
const REQUEST_MS = 3_000;

export interface KafkaEventLogOptions extends KafkaAccess {
  topic: string;
  /** How many partitions the topic gets when it is made; a topic that has another number is refused. */
  partitions: number;
  /** Which beginning of the offsets this is, from 1 on; the same for all nodes. */
  epoch?: number;
  onError?: (error: Error) => void;
}

interface KafkaEventLogParts extends Required<Pick<KafkaEventLogOptions, 'partitions' | 'epoch' | 'onError'>> {
  access: KafkaAccess;
  /** The topic's name in Kafka. */
  name: string;
  /** For appends alone: a broker answers one request of a connection after the other. */
  appending: KafkaCluster;
  cluster: KafkaCluster;
}

/**
 * The log as a Kafka topic. A record is acknowledged when all replicas in sync have it; offsets and times are the broker's
 * (LogAppendTime), so every reader gets the same. If a broker's clock goes back, readers are given the latest time before it,
 * which every new owner looks up in the topic's index of times; `append` answers what the broker said, but never less than before.
 *
 * Epoch: a configured number, and part of the topic's name (`commands.1`), so offsets that begin anew are another topic. The
 * number of partitions is fixed in an epoch; a topic with another one, or an epoch older than the newest there is, is refused.
 *
 * Ownership: a partition is read while the coordinator of its group has answered a heartbeat that was sent less than
 * `SESSION_MS` ago. An owner that dies without a word is followed after that; one that closes, at once.
 *
 * Limits: an append that fails is not tried again here, its outcome is unknown. Nothing expires but by `trim`: a topic made by
 * somebody else keeps its own retention.
 */
export class KafkaEventLog extends EventLog {
  private readonly offsets: KafkaOffsets;
  private readonly appender: KafkaAppender;
  private readonly subscriptions = new Set<KafkaSubscription>();
  /** The latest time answered per partition. */
  private readonly times: number[] = [];

  private constructor(private readonly parts: KafkaEventLogParts) {
    super();
    const { appending, cluster, name, partitions } = parts;
    this.offsets = new KafkaOffsets(cluster, name, partitions);
    this.appender = new KafkaAppender({ cluster: appending, topic: name, timeout: APPEND_MS });
  }

  get epoch(): number {
    return this.parts.epoch;
  }

  get partitions(): number {
    return this.parts.partitions;
  }

  /**
   * Throws `unavailable` if no broker can be reached, and anything else, with a sentence, if waiting would not help: the topic would
   * change the meaning of positions, or brokers do not let us in.
   */
  static async open(options: KafkaEventLogOptions): Promise<KafkaEventLog> {
    const { topic, partitions, epoch = 1, onError = () => undefined, ...access } = options;
    const appending = createCluster({ ...access, requestTimeout: APPEND_MS });
    const cluster = createCluster({ ...access, requestTimeout: REQUEST_MS });
    try {
      const name = await askAdmin(access, (admin) => requireTopic(admin, { topic, epoch, partitions }));
      for (const one of [appending, cluster]) {
        await one.connect();
        await onceKnown(() => one.addTargetTopic(name));
      }
      const log = new KafkaEventLog({ access, partitions, epoch, onError, name, appending, cluster });
      // A broker may be named the leader of a new partition before it knows.
      await onceKnown(() => log.ends());
      return log;
    } catch (error) {
      for (const one of [appending, cluster]) await one.disconnect().catch(() => undefined);
      throw isAway(error) ? unavailable(error) : error;
    }
  }

  async append(partition: number, payload: Uint8Array): Promise<{ offset: number; at: number }> {
    if (!(partition >= 0 && partition < this.partitions)) throw new Error(`the log has no partition ${String(partition)}`);
    const value = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    const appended = await this.appender.append(partition, value);
    const at = Math.max(this.times[partition] ?? 0, Number(appended.logAppendTime));
    this.times[partition] = at;
    return { offset: Number(appended.baseOffset), at };
  }

  ends(): Promise<readonly number[]> {
    return this.offsets.ends();
  }

  async subscribe(group: string, handler: PartitionHandler): Promise<Subscription> {
    const { access, name, partitions, onError } = this.parts;
    // Requests of a member that take longer than its session are of no use.
    const cluster = createCluster({ ...access, requestTimeout: SESSION_MS });
    const groupId = this.groupId(group);
    const subscription = new KafkaSubscription({ cluster, offsets: this.offsets, topic: name, partitions, groupId, handler, onError });
    this.subscriptions.add(subscription);
    await subscription.start();
    return subscription;
  }

  async trim(group: string, olderThanMs: number): Promise<void> {
    const { offsets } = this;
    const [firsts, committed] = await Promise.all([offsets.firsts(), offsets.committed(this.groupId(group))]);
    const young = await offsets.since(Date.now() - olderThanMs);
    const limits = committed
      .map((done = 0, partition) => ({ partition, offset: Math.min(done, young[partition] ?? done) }))
      .filter(({ partition, offset }) => offset > (firsts[partition] ?? 0));
    if (limits.length > 0) await offsets.deleteBelow(limits);
  }

  async close(): Promise<void> {
    const { appending, cluster, onError } = this.parts;
    await Promise.all([...this.subscriptions].map((subscription) => subscription.close()));
    const disconnect = (one: KafkaCluster): Promise<void> => one.disconnect().catch((error: unknown) => onError(toError(error)));
    await Promise.all([disconnect(appending), disconnect(cluster)]);
  }

  /** Groups are the cluster's, not the topic's. */
  private groupId(group: string): string {
    return `${this.parts.name}.${group}`;
  }
}

async function askAdmin<Answer>(access: KafkaAccess, ask: (admin: Admin) => Promise<Answer>): Promise<Answer> {
  const admin = createKafka({ ...access, requestTimeout: REQUEST_MS }).admin();
  try {
    await admin.connect();
    return await ask(admin);
  } finally {
    await admin.disconnect();
  }
}

function unavailable(cause: unknown): ParleyError {
  return Object.assign(new ParleyError('unavailable', 'The log cannot be reached at the moment.'), { cause });
}
