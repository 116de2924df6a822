import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
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
    ['KAFKA_TLS', 'yes'],
    ['CASSANDRA_TLS', '1'],
    ['REDIS_URL', 'rediss://a:1,redis://b:1'],
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

/** Certificates made for specs: of a suite, and of a stranger to it. */
const pem = (name: string): string => path.join(import.meta.dirname, '../contracts/testing', `${name}.pem`);
const noPem = path.join(mkdtempSync(path.join(tmpdir(), 'parley-tls-')), 'no-pem');
beforeAll(() => writeFileSync(noPem, 'none'));

describe('the certificates of a process', () => {
  const all = { GRPC_TLS_CERT: pem('suite.cert'), GRPC_TLS_KEY: pem('suite.key'), GRPC_TLS_CA: pem('suite.ca') };

  it('are read at the start', () => {
    expect(new Config(all).grpcTls).toEqual({
      cert: readFileSync(pem('suite.cert')),
      key: readFileSync(pem('suite.key')),
      ca: readFileSync(pem('suite.ca')),
    });
  });

  it('have to be all there', () => {
    expect(problemsOf({ ...all, GRPC_TLS_KEY: '/none', GRPC_TLS_CA: '' })).toEqual([
      'GRPC_TLS_CA is required when GRPC_TLS_CERT and GRPC_TLS_KEY is set',
      'GRPC_TLS_KEY must be a file that can be read, not /none (ENOENT)',
    ]);
  });

  it('have to be in PEM, and to belong together', () => {
    expect(problemsOf({ GRPC_TLS_CERT: pem('suite.key'), GRPC_TLS_KEY: pem('suite.cert'), GRPC_TLS_CA: noPem })).toEqual([
      `GRPC_TLS_CA must be a file with a certificate in PEM, which ${noPem} is not`,
      `GRPC_TLS_CERT must be a file with a certificate in PEM, which ${pem('suite.key')} is not`,
      `GRPC_TLS_KEY must be a file with a private key without a passphrase in PEM, which ${pem('suite.cert')} is not`,
    ]);
    expect(problemsOf({ ...all, GRPC_TLS_KEY: pem('stranger.key') })).toEqual([
      'GRPC_TLS_KEY must be the key of the certificate in GRPC_TLS_CERT',
    ]);
  });
});

describe('engines that are reached by TLS', () => {
  const secured = { ...SUITE, KAFKA_TLS: 'true', CASSANDRA_TLS: 'true', REDIS_URL: 'rediss://redis:6380' };
  const authorities = { KAFKA_TLS_CA: pem('suite.ca'), CASSANDRA_TLS_CA: pem('suite.ca'), REDIS_TLS_CA: pem('suite.ca') };
  const ca = readFileSync(pem('suite.ca'));

  it('are so only if that is said', () => {
    const { kafka, cassandra, redis } = new Config(SUITE);
    expect([kafka.tls, cassandra.tls, redis.tls]).toEqual([undefined, undefined, undefined]);
  });

  it('are vouched for by the authorities that Node knows, or by one of their own', () => {
    const known = new Config(secured);
    expect([known.kafka.tls, known.cassandra.tls, known.redis.tls]).toEqual([{}, {}, {}]);
    const own = new Config({ ...secured, ...authorities });
    expect([own.kafka.tls, own.cassandra.tls, own.redis.tls]).toEqual([{ ca }, { ca }, { ca }]);
  });

  it('are shown a certificate, if there is one', () => {
    const { kafka } = new Config({ ...secured, KAFKA_TLS_CERT: pem('suite.cert'), KAFKA_TLS_KEY: pem('suite.key') });
    expect(kafka.tls).toEqual({ cert: readFileSync(pem('suite.cert')), key: readFileSync(pem('suite.key')) });
    expect(problemsOf({ ...secured, KAFKA_TLS_CERT: pem('suite.cert'), CASSANDRA_TLS_KEY: pem('suite.key') })).toEqual([
      'KAFKA_TLS_KEY is required when KAFKA_TLS_CERT is set',
      'CASSANDRA_TLS_CERT is required when CASSANDRA_TLS_KEY is set',
    ]);
  });

  it('have no use for certificates without TLS', () => {
    expect(problemsOf({ ...SUITE, ...authorities, KAFKA_TLS: 'false' })).toEqual([
      'KAFKA_TLS_CA is of use only when KAFKA_TLS is true',
      'CASSANDRA_TLS_CA is of use only when CASSANDRA_TLS is true',
      'REDIS_TLS_CA is of use only when REDIS_URL begins with rediss://',
    ]);
  });

  it('name every file that is missing or something else, at once', () => {
    expect(problemsOf({ ...secured, KAFKA_TLS_CA: '/none', CASSANDRA_TLS_CA: noPem, REDIS_TLS_CA: pem('suite.key') })).toEqual([
      'KAFKA_TLS_CA must be a file that can be read, not /none (ENOENT)',
      `CASSANDRA_TLS_CA must be a file with a certificate in PEM, which ${noPem} is not`,
      `REDIS_TLS_CA must be a file with a certificate in PEM, which ${pem('suite.key')} is not`,
    ]);
  });
});

describe('the user of Kafka', () => {
  const user = { KAFKA_SASL: 'scram-sha-512', KAFKA_USERNAME: 'parley', KAFKA_PASSWORD: 'secret' };

  it('has a name, a password and a mechanism', () => {
    expect(new Config({ ...SUITE, ...user }).kafka.sasl).toEqual({ mechanism: 'scram-sha-512', username: 'parley', password: 'secret' });
    expect(new Config(SUITE).kafka.sasl).toBeUndefined();
  });

  it('has all of them or none', () => {
    expect(problemsOf({ ...SUITE, KAFKA_PASSWORD: 'secret' })).toEqual([
      'KAFKA_SASL is required when KAFKA_PASSWORD is set',
      'KAFKA_USERNAME is required when KAFKA_PASSWORD is set',
    ]);
    expect(problemsOf({ ...SUITE, KAFKA_SASL: 'gssapi' })).toEqual([
      'KAFKA_USERNAME is required when KAFKA_SASL is set',
      'KAFKA_PASSWORD is required when KAFKA_SASL is set',
      'KAFKA_SASL must be one of plain, scram-sha-256, scram-sha-512, not "gssapi"',
    ]);
  });
});
