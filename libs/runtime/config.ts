import { randomBytes } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import type { GrpcTls } from '#contracts';
import {
  readEngines,
  type CassandraConfig,
  type EnginesConfig,
  type KafkaConfig,
  type RedisConfig,
  type ZooKeeperConfig,
} from './engines.config.js';
import { readTlsFiles } from './engine-tls.js';
import { EnvReader, type Environment } from './env-reader.js';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const LOOPBACK = '127.0.0.1';
const ANY_PORT = { fallback: 0, minimum: 0, maximum: 65_535 };

/** Everything a process can be told, read once from the environment. Injected by this class as token. */
export class Config implements EnginesConfig {
  readonly mode: 'embedded' | 'distributed';
  /** Address that the public port binds to. */
  readonly host: string;
  /** Public port: web client, REST and WebSocket; 0 takes a free one. */
  readonly port: number;
  /** Port of the gRPC server; 0 takes a free one. */
  readonly grpcPort: number;
  readonly metricsPort: number | undefined;
  /** How many proxies in front of the public port are ours, so that their `X-Forwarded-…` headers are believed. */
  readonly trustedProxies: number;
  /** Where everything embedded is kept. */
  readonly dataDir: string;
  /** Postgres to use; absent in embedded mode, where the suite brings its own. */
  readonly postgresUrl: string | undefined;
  /** Under which URL clients reach the suite; absent: the request's own host. */
  readonly publicUrl: string | undefined;
  /** Under which URL clients reach this very chat node; absent: through the gateway. */
  readonly nodeUrl: string | undefined;
  /** Under which host the other processes of the suite reach this one. */
  readonly advertisedHost: string;
  readonly allowedOrigins: readonly string[];
  /** Of chat nodes that have a URL of their own: pages of the gateway may connect to them. */
  readonly chatOrigins: readonly string[];
  readonly registration: 'open' | 'invite' | 'closed';
  /** Multiplies every rate limit; 0 switches them off. */
  readonly rateLimitScale: number;
  /** Signs the tokens with which services call each other, and tickets. At least 32 bytes. */
  readonly serviceKey: string;
  /** For all gRPC between processes, each of which then shows a certificate; absent: no encryption. */
  readonly grpcTls: GrpcTls | undefined;
  /** Whether the gRPC port tells strangers which services it has. */
  readonly grpcReflection: boolean;
  readonly logLevel: string;
  readonly zone: string;
  readonly eventLog: EnginesConfig['eventLog'];
  readonly history: EnginesConfig['history'];
  readonly cache: EnginesConfig['cache'];
  readonly registry: EnginesConfig['registry'];
  readonly logPartitions: number;
  readonly logEpoch: number;
  readonly kafka: KafkaConfig;
  readonly cassandra: CassandraConfig;
  readonly redis: RedisConfig;
  readonly zookeeper: ZooKeeperConfig;

  constructor(env: Environment) {
    const read = new EnvReader(env);
    this.mode = read.word('MODE', ['embedded', 'distributed'], 'embedded');
    const distributed = this.mode === 'distributed';
    this.host = read.text('HOST') ?? '0.0.0.0';
    this.port = read.integer('PORT', { ...ANY_PORT, fallback: 8080 });
    this.grpcPort = read.integer('GRPC_PORT', ANY_PORT);
    this.metricsPort = read.text('METRICS_PORT') === undefined ? undefined : read.integer('METRICS_PORT', ANY_PORT);
    this.trustedProxies = read.integer('TRUSTED_PROXIES', { fallback: 0, minimum: 0, maximum: 10 });
    this.dataDir = read.text('DATA_DIR') ?? './data';
    this.postgresUrl = read.url('POSTGRES_URL', ['postgres:', 'postgresql:']);
    this.publicUrl = read.url('PUBLIC_URL', ['http:', 'https:']);
    this.nodeUrl = read.url('NODE_URL', ['http:', 'https:']);
    this.advertisedHost = read.text('ADVERTISED_HOST') ?? reachableHost(this.privateHost);
    this.allowedOrigins = readOrigins(read, 'ALLOWED_ORIGINS');
    this.chatOrigins = readOrigins(read, 'CHAT_ORIGINS');
    this.registration = read.word('REGISTRATION', ['open', 'invite', 'closed'], 'open');
    this.rateLimitScale = read.number('RATE_LIMIT_SCALE', 1);
    this.serviceKey = read.text('SERVICE_KEY') ?? randomBytes(32).toString('base64url');
    if (this.serviceKey.length < 32) read.problems.push('SERVICE_KEY must have at least 32 characters');
    this.grpcTls = readTls(read);
    this.grpcReflection = read.flag('GRPC_REFLECTION');
    this.logLevel = read.word('LOG_LEVEL', LOG_LEVELS, distributed ? 'info' : 'warn');
    this.zone = read.text('ZONE') ?? '';
    if (distributed) for (const name of ['SERVICE_KEY', 'POSTGRES_URL']) read.require(name, 'MODE is distributed');
    const engines = readEngines(read, distributed);
    ({ eventLog: this.eventLog, history: this.history, cache: this.cache, registry: this.registry } = engines);
    ({ logPartitions: this.logPartitions, logEpoch: this.logEpoch } = engines);
    ({ kafka: this.kafka, cassandra: this.cassandra, redis: this.redis, zookeeper: this.zookeeper } = engines);
    if (read.problems.length > 0) throw new ConfigError(read.problems);
  }

  /** Where servers that are not public listen: on this machine alone, while everything is on it. */
  get privateHost(): string {
    return this.mode === 'embedded' ? LOOPBACK : this.host;
  }
}

/** Every bad value at once; its message is meant for the person who starts the process. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`Bad configuration: ${problems.join('; ')}.`);
    this.name = 'ConfigError';
  }
}

function readOrigins(read: EnvReader, name: string): string[] {
  const origins = read.list(name);
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      read.problems.push(`${name} must list origins such as https://chat.example.org, not ${JSON.stringify(origin)}`);
  }
  return origins;
}

function readTls(read: EnvReader): GrpcTls | undefined {
  read.together('GRPC_TLS_CERT', 'GRPC_TLS_KEY', 'GRPC_TLS_CA');
  const { cert, key, ca } = readTlsFiles(read, 'GRPC_TLS');
  return cert && key && ca && { cert, key, ca };
}

/** What others can reach of what listens there: any address of this machine, if it listens on all of them. */
function reachableHost(host: string): string {
  if (host === 'localhost' || host.startsWith('127.') || host === '::1') return LOOPBACK;
  if (host !== '0.0.0.0' && host !== '::') return host;
  const addresses = Object.values(networkInterfaces()).flat();
  return addresses.find((address) => address?.family === 'IPv4' && !address.internal)?.address ?? LOOPBACK;
}
