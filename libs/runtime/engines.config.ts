import { readEngineTls, type EngineTls } from './engine-tls.js';
import type { EnvReader } from './env-reader.js';

const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

export interface KafkaSasl {
  mechanism: (typeof SASL_MECHANISMS)[number];
  username: string;
  password: string;
}

export interface KafkaConfig {
  brokers: readonly string[];
  /** Begins the name of every topic. */
  prefix: string;
  tls: EngineTls | undefined;
  sasl: KafkaSasl | undefined;
}

export interface CassandraConfig {
  contactPoints: readonly string[];
  dataCenter: string;
  /** In the data centre, if a keyspace is made. */
  replicas: number;
  /** Begins the name of every keyspace. */
  keyspace: string;
  credentials: { username: string; password: string } | undefined;
  tls: EngineTls | undefined;
}

export interface RedisConfig {
  url: string;
  cluster: boolean;
  /** Begins every key and channel. */
  prefix: string;
  tls: EngineTls | undefined;
}

export interface ZooKeeperConfig {
  /** `host:port`, several with commas between. */
  servers: string;
  root: string;
}

/** The adapters of a process, and where their engines are. What is not used is read and checked all the same. */
export interface EnginesConfig {
  eventLog: 'postgres' | 'kafka';
  history: 'postgres' | 'cassandra';
  cache: 'memory' | 'redis';
  registry: 'memory' | 'zookeeper';
  /** How many partitions a log gets when it is made. */
  logPartitions: number;
  /** Grows by one when a log on Kafka begins anew. */
  logEpoch: number;
  kafka: KafkaConfig;
  cassandra: CassandraConfig;
  redis: RedisConfig;
  zookeeper: ZooKeeperConfig;
}

/**
 * Partitions of a log in Postgres. One, because batches form by themselves: measured with one message in flight for each of 100
 * clients, 16,600 messages/s with one partition, 14,800 with two, 12,200 with four; at 5,000/s p50 1.9, 2.4 and 2.9 ms.
 */
const POSTGRES_PARTITIONS = 1;
/** Of a log in Kafka: as many instances can share it out. */
const KAFKA_PARTITIONS = 8;

export function readEngines(read: EnvReader, distributed: boolean): EnginesConfig {
  const eventLog = read.word('EVENT_LOG', ['postgres', 'kafka'], distributed ? 'kafka' : 'postgres');
  const history = read.word('HISTORY', ['postgres', 'cassandra'], distributed ? 'cassandra' : 'postgres');
  const cache = read.word('CACHE', ['memory', 'redis'], distributed ? 'redis' : 'memory');
  const registry = read.word('REGISTRY', ['memory', 'zookeeper'], distributed ? 'zookeeper' : 'memory');
  if (eventLog === 'kafka') read.require('KAFKA_BROKERS', 'EVENT_LOG is kafka');
  if (history === 'cassandra') read.require('CASSANDRA_CONTACT_POINTS', 'HISTORY is cassandra');
  if (cache === 'redis') read.require('REDIS_URL', 'CACHE is redis');
  if (registry === 'zookeeper') read.require('ZOOKEEPER', 'REGISTRY is zookeeper');
  const partitions = eventLog === 'kafka' ? KAFKA_PARTITIONS : POSTGRES_PARTITIONS;
  return {
    eventLog,
    history,
    cache,
    registry,
    logPartitions: read.integer('LOG_PARTITIONS', { fallback: partitions, minimum: 1, maximum: 1_000 }),
    logEpoch: read.integer('LOG_EPOCH', { fallback: 1, minimum: 1, maximum: 65_535 }),
    kafka: readKafka(read),
    cassandra: readCassandra(read),
    redis: readRedis(read),
    zookeeper: readZooKeeper(read),
  };
}

function readKafka(read: EnvReader): KafkaConfig {
  return {
    brokers: read.addresses('KAFKA_BROKERS'),
    prefix: read.matching('KAFKA_PREFIX', /^[A-Za-z0-9._-]{0,100}$/, { fallback: '', example: 'parley-' }),
    tls: readEngineTls(read, 'KAFKA_TLS', { isOn: read.flag('KAFKA_TLS'), condition: 'KAFKA_TLS is true' }),
    sasl: readSasl(read),
  };
}

function readSasl(read: EnvReader): KafkaSasl | undefined {
  read.together('KAFKA_SASL', 'KAFKA_USERNAME', 'KAFKA_PASSWORD');
  if (read.text('KAFKA_SASL') === undefined) return undefined;
  return {
    mechanism: read.word('KAFKA_SASL', SASL_MECHANISMS, 'plain'),
    username: read.text('KAFKA_USERNAME') ?? '',
    password: read.text('KAFKA_PASSWORD') ?? '',
  };
}

function readCassandra(read: EnvReader): CassandraConfig {
  const username = read.text('CASSANDRA_USERNAME');
  const password = read.text('CASSANDRA_PASSWORD');
  if (username !== undefined) read.require('CASSANDRA_PASSWORD', 'CASSANDRA_USERNAME is set');
  return {
    contactPoints: read.addresses('CASSANDRA_CONTACT_POINTS'),
    dataCenter: read.text('CASSANDRA_DATACENTER') ?? 'datacenter1',
    replicas: read.integer('CASSANDRA_REPLICAS', { fallback: 1, minimum: 1, maximum: 100 }),
    // With `_group_message` behind it, it may have 48 letters.
    keyspace: read.matching('CASSANDRA_KEYSPACE', /^[a-z][a-z0-9_]{0,33}$/, { fallback: 'parley', example: 'parley' }),
    credentials: username === undefined ? undefined : { username, password: password ?? '' },
    tls: readEngineTls(read, 'CASSANDRA_TLS', { isOn: read.flag('CASSANDRA_TLS'), condition: 'CASSANDRA_TLS is true' }),
  };
}

function readRedis(read: EnvReader): RedisConfig {
  const isOn = read.list('REDIS_URL').some((url) => url.startsWith('rediss:'));
  if (isOn && !read.list('REDIS_URL').every((url) => url.startsWith('rediss:')))
    read.problems.push('REDIS_URL must begin with rediss:// for all nodes or for none');
  return {
    url: read.urls('REDIS_URL', ['redis:', 'rediss:']) ?? '',
    cluster: read.flag('REDIS_CLUSTER'),
    prefix: read.matching('REDIS_PREFIX', /^[^{}\s]*$/, { fallback: '', example: 'parley:' }),
    tls: readEngineTls(read, 'REDIS_TLS', { isOn, condition: 'REDIS_URL begins with rediss://' }),
  };
}

function readZooKeeper(read: EnvReader): ZooKeeperConfig {
  return {
    servers: read.addresses('ZOOKEEPER').join(','),
    root: read.matching('ZOOKEEPER_ROOT', /^(\/[\w.-]+)+$/, { fallback: '/parley', example: '/parley' }),
  };
}
