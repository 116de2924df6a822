import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Config, ConfigError } from './config.js';

const SUITE = {
  MODE: 'distributed',
  SERVICE_KEY: 'k'.repeat(32),
  POSTGRES_URL: 'postgres://postgres/parley',
  KAFKA_BROKERS: 'kafka-1:9092, kafka-2:9092',
  CASSANDRA_CONTACT_POINTS: 'cassandra:9042',
  REDIS_URL: 'redis://redis:6379',
  ZOOKEEPER: 'zookeeper-1:2181,zookeeper-2:2181',
};

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    new Config(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the configuration of one process alone', () => {
  it('needs nothing, and brings everything along', () => {
    const config = new Config({});
    expect(config).toMatchObject({ mode: 'embedded', eventLog: 'postgres', history: 'postgres', cache: 'memory', registry: 'memory' });
    expect(config).toMatchObject({ logPartitions: 1, grpcTls: undefined, grpcReflection: false, advertisedHost: '127.0.0.1' });
  });

  it('needs the address of each engine that it is told to use', () => {
    expect(problemsOf({ EVENT_LOG: 'kafka', HISTORY: 'cassandra', CACHE: 'redis', REGISTRY: 'zookeeper' })).toEqual([
      'KAFKA_BROKERS is required when EVENT_LOG is kafka',
      'CASSANDRA_CONTACT_POINTS is required when HISTORY is cassandra',
      'REDIS_URL is required when CACHE is redis',
      'ZOOKEEPER is required when REGISTRY is zookeeper',
    ]);
    expect(new Config({ EVENT_LOG: 'kafka', KAFKA_BROKERS: '[::1]:9092' })).toMatchObject({ logPartitions: 8, history: 'postgres' });
  });
});

describe('the configuration of a distributed suite', () => {
  it('names all that is missing at once', () => {
    expect(problemsOf({ MODE: 'distributed' }).map((problem) => problem.split(' ', 1)[0])).toEqual([
      'SERVICE_KEY',
      'POSTGRES_URL',
      'KAFKA_BROKERS',
      'CASSANDRA_CONTACT_POINTS',
      'REDIS_URL',
      'ZOOKEEPER',
    ]);
  });

  it('chooses the engines, each with its defaults', () => {
    expect(new Config(SUITE)).toMatchObject({
      eventLog: 'kafka',
      history: 'cassandra',
      cache: 'redis',
      registry: 'zookeeper',
      logPartitions: 8,
      logEpoch: 1,
      kafka: { brokers: ['kafka-1:9092', 'kafka-2:9092'], prefix: '' },
      cassandra: { contactPoints: ['cassandra:9042'], dataCenter: 'datacenter1', replicas: 1, keyspace: 'parley', credentials: undefined },
      redis: { url: 'redis://redis:6379', cluster: false, prefix: '' },
      zookeeper: { servers: 'zookeeper-1:2181,zookeeper-2:2181', root: '/parley' },
    });
  });

  it('does without the address of an engine that is not used', () => {
    expect(new Config({ ...SUITE, KAFKA_BROKERS: '', EVENT_LOG: 'postgres' })).toMatchObject({ eventLog: 'postgres', logPartitions: 1 });
  });

  it('tells others an address that they can reach', () => {
    const hostOf = (env: Record<string, string>): string => new Config({ ...SUITE, ...env }).advertisedHost;
    expect(hostOf({ HOST: '127.0.0.1' })).toBe('127.0.0.1');
    expect(hostOf({ HOST: '10.1.2.3' })).toBe('10.1.2.3');
    expect(hostOf({ HOST: '0.0.0.0', ADVERTISED_HOST: 'chat-1' })).toBe('chat-1');
    expect(hostOf({ HOST: '0.0.0.0' })).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(hostOf({})).not.toBe('0.0.0.0');
  });

  it.each([
    ['KAFKA_BROKERS', 'kafka'],
    ['KAFKA_BROKERS', 'kafka:0'],
    ['KAFKA_BROKERS', 'kafka:9092;kafka:9093'],
    ['KAFKA_PREFIX', 'a b'],
    ['CASSANDRA_CONTACT_POINTS', 'cassandra:99999'],
    ['CASSANDRA_KEYSPACE', 'Parley'],
    ['CASSANDRA_REPLICAS', '0'],
    ['REDIS_URL', 'http://redis'],
    ['REDIS_URL', 'redis://a:1,b:2'],
    ['REDIS_CLUSTER', 'yes'],
    ['REDIS_PREFIX', '{parley}'],
    ['ZOOKEEPER', 'http://zookeeper:2181'],
    ['ZOOKEEPER_ROOT', 'parley'],
    ['ZOOKEEPER_ROOT', '/parley/'],
    ['LOG_PARTITIONS', '0'],
    ['LOG_EPOCH', '-1'],
    ['NODE_URL', 'chat-1:8080'],
    ['CHAT_ORIGINS', 'https://chat.example.org/path'],
    ['GRPC_REFLECTION', '1'],
    ['SERVICE_KEY', 'short'],
  ])('refuses %s=%s', (name, value) => {
    const [problem, ...others] = problemsOf({ ...SUITE, [name]: value });
    expect(problem).toContain(`${name} must `);
    expect(others).toEqual([]);
  });

  it('never repeats a password', () => {
    expect(problemsOf({ ...SUITE, POSTGRES_URL: 'mysql://parley:secret@db/parley' }).join()).not.toContain('secret');
  });
});

describe('the certificates of a process', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-tls-'));
  const file = (name: string): string => path.join(folder, name);
  const all = { GRPC_TLS_CERT: file('cert'), GRPC_TLS_KEY: file('key'), GRPC_TLS_CA: file('ca') };
  beforeAll(() => {
    for (const name of ['cert', 'key', 'ca']) writeFileSync(file(name), name);
  });

  it('are read at the start', () => {
    const { grpcTls } = new Config(all);
    expect([grpcTls?.cert, grpcTls?.key, grpcTls?.ca].map(String)).toEqual(['cert', 'key', 'ca']);
  });

  it('have to be all there', () => {
    expect(problemsOf({ ...all, GRPC_TLS_KEY: file('none'), GRPC_TLS_CA: '' })).toEqual([
      'GRPC_TLS_CA is required when GRPC_TLS_CERT and GRPC_TLS_KEY is set',
      `GRPC_TLS_KEY must be a file that can be read, not ${file('none')} (ENOENT)`,
    ]);
  });
});
