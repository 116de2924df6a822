import { createRequire } from 'node:module';
import net, { type Socket } from 'node:net';
// Of its exports Node finds only some by name: it is CommonJS.
import kafkajs, { type Cluster, type ISocketFactoryArgs, type Kafka, type SASLOptions } from 'kafkajs';
import { isTlsRefusal } from '#errors';
import type { EngineTls, KafkaSasl } from '#runtime';

const CONNECT_MS = 3_000;
/** Quick and few: whoever calls repeats, and says meanwhile that the log is away. */
const RETRY = { initialRetryTime: 50, maxRetryTime: 500, multiplier: 2, factor: 0.2, retries: 3 };

/** How much longer than kafkajs we wait for an answer. In milliseconds. */
const GRACE_MS = 500;
/** To look for a leader or a coordinator may take that many requests. */
const SEVERAL_REQUESTS = 4;
/** A request to join waits for the other members. */
const JOIN_MS = 8_000;

const KEEP_ALIVE_MS = 60_000;
/** The first byte of an alert of TLS; an answer of Kafka that began with it would have 350 MB. */
const TLS_ALERT = 0x15;

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

/** Where and when the broker appended a batch of records. */
export interface Appended {
  partition: number;
  baseOffset: string;
  logAppendTime: string;
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
  produce(request: {
    acks: number;
    timeout: number;
    compression: number;
    producerId: number;
    producerEpoch: number;
    topicData: TopicPartitions<{ partition: number; firstSequence: number; messages: { key: null; value: Buffer }[] }>[];
  }): Promise<{ topics: { partitions: Appended[] }[] }>;
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

/** Where the brokers are, and how they let us in. */
export interface KafkaAccess {
  /** Addresses `host:port` of some of them. */
  brokers: readonly string[];
  tls?: EngineTls | undefined;
  sasl?: KafkaSasl | undefined;
}

export interface KafkaClientOptions extends KafkaAccess {
  /** After how many milliseconds a request without an answer rejects. */
  requestTimeout: number;
}

export function createKafka({ brokers, tls, sasl, requestTimeout }: KafkaClientOptions): Kafka {
  mendRequestQueue();
  return new kafkajs.Kafka({
    clientId: 'parley',
    brokers: [...brokers],
    ...(tls ? { ssl: { ...tls, rejectUnauthorized: true } } : { socketFactory: plainSocket }),
    // Copied, because kafkajs writes into it.
    ...(sasl && { sasl: { ...sasl } as SASLOptions }),
    connectionTimeout: CONNECT_MS,
    requestTimeout,
    retry: RETRY,
    logLevel: kafkajs.logLevel.NOTHING,
  });
}

/** A broker that wants TLS answers plain text with an alert, which kafkajs would take for the beginning of a long answer. */
function plainSocket({ host, port, onConnect }: ISocketFactoryArgs): Socket {
  const socket = net.connect({ host, port }, onConnect).setKeepAlive(true, KEEP_ALIVE_MS);
  return socket.once('data', (first: Buffer) => {
    if (first[0] !== TLS_ALERT) return;
    socket.destroy(Object.assign(new Error('the broker wants TLS, and KAFKA_TLS is not true'), { code: 'ERR_TLS_REQUIRED' }));
  });
}

/**
 * The layer beneath the consumer of kafkajs, handed out to assigners of partitions. Its consumer itself is not used (ADR 0007).
 * kafkajs is pinned to 2.2.4, its last version, so what is not in its public types stays as it is here.
 */
export function createCluster(options: KafkaClientOptions): KafkaCluster {
  const kafka = createKafka(options);
  let found: Cluster | undefined;
  const consumer = kafka.consumer({
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
  const cluster = found as unknown as KafkaCluster & { brokerPool: BrokerPool };
  consumer.on(consumer.events.REQUEST_TIMEOUT, ({ payload }) => cutOff(cluster.brokerPool, payload.broker));
  return impatient(cluster, options.requestTimeout);
}

/**
 * Requests without an answer reject in the end. kafkajs can forget some: the end of a connection is awaited in parts, so that it may
 * overtake the beginning of its successor, whose requests then have neither an answer nor a time limit.
 */
function impatient(cluster: KafkaCluster, requestTimeout: number): KafkaCluster {
  const ofBroker = (method: string): number => requestTimeout + (method === 'joinGroup' ? JOIN_MS : GRACE_MS);
  const brokerOf = (answer: unknown, method: string): unknown => {
    return method === 'findBroker' || method === 'findGroupCoordinator' ? limited(answer as KafkaBroker, ofBroker) : answer;
  };
  return limited(cluster, () => SEVERAL_REQUESTS * requestTimeout, brokerOf);
}

/** The same object, whose asynchronous methods reject when they have not ended within their limit, in milliseconds. */
function limited<T extends object>(
  target: T,
  limitOf: (method: string) => number,
  answerOf: (answer: unknown, method: string) => unknown = (answer) => answer,
): T {
  return new Proxy(target, {
    get: (_target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      const method = String(key);
      return (...args: unknown[]): unknown => {
        const result: unknown = Reflect.apply(value, target, args);
        return result instanceof Promise ? within(limitOf(method), result).then((answer) => answerOf(answer, method)) : result;
      };
    },
  });
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = Object.assign(new Error(`Kafka has not answered within ${String(ms)} ms`), { retriable: true });
    timer = setTimeout(() => reject(error), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

interface BrokerPool {
  brokers: Record<string, { connectionPool: { host: string; port: number; pool: { socket?: Socket | null }[] } }>;
}

/** A broker that does not answer in time counts as connected to kafkajs, which would go on asking it what other brokers know. */
function cutOff({ brokers }: BrokerPool, address: string): void {
  for (const { connectionPool } of Object.values(brokers)) {
    if (`${connectionPool.host}:${String(connectionPool.port)}` !== address) continue;
    for (const { socket } of connectionPool.pool) socket?.destroy(new Error('no answer in time'));
  }
}

/** The type of an error of the protocol, such as REBALANCE_IN_PROGRESS; undefined for all others. */
export function protocolErrorOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('type' in error && typeof error.type === 'string') return error.type;
  // Some of its errors are wrapped in "number of retries exceeded" and the like.
  return protocolErrorOf(error.cause);
}

/** How kafkajs says that the connection broke while it was authenticated, which it takes for a refusal. */
const BROKEN = /^SASL .* failed: (Closed connection|Connection |Not connected|Request .* timed out)/;

/** Whether no broker could be reached, or none that could do it now. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('retriable' in error && error.retriable === true) return !isTlsRefusal(error);
  if (BROKEN.test(error.message)) return true;
  return isAway(error.cause);
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
