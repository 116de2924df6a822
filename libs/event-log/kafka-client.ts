import { createRequire } from 'node:module';
// Of its exports Node finds only some by name: it is CommonJS.
import kafkajs, { type Cluster, type Kafka } from 'kafkajs';

const CONNECT_MS = 3_000;
/** Quick and few: whoever calls repeats, and says meanwhile that the log is away. */
const RETRY = { initialRetryTime: 50, maxRetryTime: 500, multiplier: 2, factor: 0.2, retries: 3 };

export interface JoinedGroup {
  generationId: number;
  leaderId: string;
  memberId: string;
  members: { memberId: string; memberMetadata: Buffer }[];
}

export interface FetchedMessage {
  offset: string;
  /** Of a topic with LogAppendTime: when the broker appended it. */
  timestamp: string;
  value: Buffer | null;
  isControlRecord?: boolean;
}

interface TopicPartitions<T> {
  topic: string;
  partitions: T[];
}

/** Requests to one broker; rejects with the `type` of the protocol's error. */
export interface KafkaBroker {
  joinGroup(request: {
    groupId: string;
    sessionTimeout: number;
    rebalanceTimeout: number;
    memberId: string;
    groupProtocols: { name: string; metadata: Buffer }[];
  }): Promise<JoinedGroup>;
  syncGroup(request: {
    groupId: string;
    generationId: number;
    memberId: string;
    groupAssignment: { memberId: string; memberAssignment: Buffer }[];
  }): Promise<{ memberAssignment: Buffer }>;
  heartbeat(request: { groupId: string; groupGenerationId: number; memberId: string }): Promise<unknown>;
  leaveGroup(request: { groupId: string; memberId: string }): Promise<unknown>;
  offsetCommit(request: {
    groupId: string;
    groupGenerationId: number;
    memberId: string;
    topics: TopicPartitions<{ partition: number; offset: string }>[];
  }): Promise<unknown>;
  offsetFetch(request: {
    groupId: string;
    topics: TopicPartitions<{ partition: number }>[];
  }): Promise<{ responses: TopicPartitions<{ partition: number; offset: string }>[] }>;
  fetch(request: {
    maxWaitTime: number;
    minBytes: number;
    maxBytes: number;
    isolationLevel: number;
    topics: TopicPartitions<{ partition: number; fetchOffset: string; maxBytes: number }>[];
  }): Promise<{ responses: { partitions: { partition: number; messages: FetchedMessage[] }[] }[] }>;
  deleteRecords(request: { topics: TopicPartitions<{ partition: number; offset: string }>[] }): Promise<unknown>;
}

/** The connections of one client to all brokers, and what they know of the topics. */
export interface KafkaCluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findBroker(node: { nodeId: string }): Promise<KafkaBroker>;
  findGroupCoordinator(group: { groupId: string }): Promise<KafkaBroker>;
  /** Node ids with the partitions that they lead. */
  findLeaderForPartitions(topic: string, partitions: number[]): Record<string, number[]>;
  fetchTopicsOffset(
    topics: (TopicPartitions<{ partition: number }> & ({ fromBeginning: boolean } | { fromTimestamp: number }))[],
  ): Promise<TopicPartitions<{ partition: number; offset: string }>[]>;
}

export interface KafkaClientOptions {
  brokers: readonly string[];
  /** After how many milliseconds a request without an answer rejects. */
  requestTimeout: number;
}

export function createKafka({ brokers, requestTimeout }: KafkaClientOptions): Kafka {
  mendRequestQueue();
  return new kafkajs.Kafka({
    clientId: 'parley',
    brokers: [...brokers],
    connectionTimeout: CONNECT_MS,
    requestTimeout,
    retry: RETRY,
    logLevel: kafkajs.logLevel.NOTHING,
  });
}

/**
 * The layer beneath the consumer of kafkajs, handed out to assigners of partitions. Its consumer itself is not used (ADR 0007).
 * kafkajs is pinned to 2.2.4, its last version, so what is not in its public types stays as it is here.
 */
export function clusterOf(kafka: Kafka): KafkaCluster {
  let found: Cluster | undefined;
  kafka.consumer({
    groupId: 'unused',
    readUncommitted: true,
    allowAutoTopicCreation: false,
    partitionAssigners: [
      (config) => {
        found = config.cluster;
        return kafkajs.PartitionAssigners.roundRobin(config);
      },
    ],
  });
  if (found === undefined) throw new Error('kafkajs has handed out no cluster');
  return found as unknown as KafkaCluster;
}

/** The type of an error of the protocol, such as REBALANCE_IN_PROGRESS; undefined for all others. */
export function protocolErrorOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('type' in error && typeof error.type === 'string') return error.type;
  // Some of its errors are wrapped in "number of retries exceeded" and the like.
  return protocolErrorOf(error.cause);
}

export function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

interface RequestQueue {
  pending: unknown[];
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

let mended = false;

/** kafkajs sets a timer of negative length after every response, of which Node 24 warns (kafkajs #1751): only where requests wait. */
function mendRequestQueue(): void {
  if (mended) return;
  mended = true;
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as { prototype: RequestQueue };
  const original = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (): void {
    if (this.pending.length > 0) original.call(this);
  };
}
