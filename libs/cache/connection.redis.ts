import { Cluster, Redis, type RedisOptions as DriverOptions } from 'ioredis';
import { ParleyError } from '#errors';
import { tlsOptions, type EngineTls } from '#runtime';

export interface RedisOptions {
  /** `redis://` or `rediss://`, with user and password if need be; several nodes of one cluster with commas between. */
  url: string;
  /** The server is a cluster. */
  cluster?: boolean;
  /** For `rediss://`, if it needs more than the authorities that Node knows. */
  tls?: EngineTls | undefined;
  /** Begins every key and channel, so that several suites can share a server. Without braces. */
  prefix?: string;
  /** Told what goes wrong on the connection, as often as it does; by itself the adapter only goes on trying. */
  onError?: (error: unknown) => void;
}

export type RedisClient = Redis | Cluster;

/** Without an answer for so long the server counts as away. Redis answers in well under a millisecond. */
export const PATIENCE_MS = 1_500;
/** How long a process that starts waits for its first connection before it goes on without one. */
const FIRST_PATIENCE_MS = 2_000;

/** How the server says that it cannot serve at the moment. */
const AWAY = /^(LOADING|OOM|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS|BUSY|MOVED|ASK)\b/;

const retryDelay = (attempts: number) => Math.min(attempts * 50, 1_000);

function driverOptions(): DriverOptions {
  return {
    commandTimeout: PATIENCE_MS,
    connectTimeout: PATIENCE_MS,
    // A silent server does not answer the farewell either.
    disconnectTimeout: 200,
    // A caller is refused at once while Redis is away; what would wait here would wait for ever.
    enableOfflineQueue: false,
    // What was on its way when the connection broke is refused too: sent again, it might take effect after its caller gave up.
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // Subscriptions are renewed by the adapter, which also knows those that never stood.
    autoResubscribe: false,
    retryStrategy: retryDelay,
  };
}

/** Resolves when connected, or after two seconds without: the client goes on trying by itself until it is disconnected. */
export async function connect(options: RedisOptions): Promise<RedisClient> {
  const { cluster, onError } = options;
  const client = cluster ? connectCluster(options) : connectServer(options);
  // Without a listener the driver writes to the console.
  client.on('error', (error) => onError?.(error));
  // A cluster says only that it cannot be reached; its nodes say why.
  client.on('node error', (error) => onError?.(error));
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, FIRST_PATIENCE_MS);
    client.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  return client;
}

function connectServer({ url, tls }: RedisOptions): Redis {
  return new Redis(url, { ...driverOptions(), ...encryption([new URL(url)], tls), enableAutoPipelining: true });
}

function connectCluster({ url, tls }: RedisOptions): Cluster {
  const urls = url.split(',').map((each) => new URL(each.trim()));
  const { username, password } = urls[0] ?? {};
  return new Cluster(
    urls.map(({ hostname, port }) => ({ host: hostname, port: Number(port || 6379) })),
    {
      enableOfflineQueue: false,
      shardedSubscribers: true,
      clusterRetryStrategy: retryDelay,
      redisOptions: {
        ...driverOptions(),
        // One silent node: its connection is given up, and the cluster asked again who has its slots.
        socketTimeout: 2 * PATIENCE_MS,
        ...(username && { username: decodeURIComponent(username) }),
        ...(password && { password: decodeURIComponent(password) }),
        ...encryption(urls, tls),
      },
    },
  );
}

function encryption(urls: readonly URL[], tls: EngineTls = {}): DriverOptions {
  if (urls[0]?.protocol !== 'rediss:') return {};
  const names = urls.map(({ hostname }) => hostname.replace(/[[\]]/g, ''));
  return { tls: tlsOptions(tls, names) };
}

/** The answer of the server; `unavailable` if there is none. */
export async function ask<Answer>(client: RedisClient, request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request();
  } catch (error) {
    // The driver would leave a silent connection as it is until TCP gives up, which takes minutes.
    if (client instanceof Redis && isTimeout(error)) client.disconnect(true);
    throw isAway(error) ? new ParleyError('unavailable', 'The cache cannot be reached at the moment.', { retryAfterMs: 1_000 }) : error;
  }
}

const isTimeout = (error: unknown) => error instanceof Error && error.message === 'Command timed out';

/** Everything that is no answer of the server; and of the answers, those that say so. */
function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name !== 'ReplyError' || AWAY.test(error.message);
}
