import { Global, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { isTlsRefusal, ParleyError } from '#errors';
import { Config, Waiting, warnSeldom } from '#runtime';
import { Cache } from './cache.js';
import { MemoryCache } from './cache.memory.js';
import { RedisCache } from './cache.redis.js';
import { PubSub } from './pub-sub.js';
import { MemoryPubSub } from './pub-sub.memory.js';
import { RedisPubSub } from './pub-sub.redis.js';

/** The adapters of a process, which share a server. */
class Adapters {
  constructor(
    readonly cache: Cache,
    readonly pubSub: PubSub,
    readonly close: () => void = () => undefined,
  ) {}
}

/** Chooses the adapters of `Cache` and `PubSub` for the process. */
@Global()
@Module({
  providers: [
    { provide: Adapters, useFactory: open, inject: [Config, Waiting] },
    { provide: Cache, useFactory: ({ cache }: Adapters) => cache, inject: [Adapters] },
    { provide: PubSub, useFactory: ({ pubSub }: Adapters) => pubSub, inject: [Adapters] },
  ],
  exports: [Cache, PubSub],
})
export class CacheModule implements OnApplicationShutdown {
  constructor(private readonly adapters: Adapters) {}

  onApplicationShutdown(): void {
    this.adapters.close();
  }
}

async function open(config: Config, waiting: Waiting): Promise<Adapters> {
  return config.cache === 'redis' ? openRedis(config.redis, waiting) : new Adapters(new MemoryCache(), new MemoryPubSub());
}

/** Redis may go away later; to begin with it has to be there once, so that a wrong address or password does not stay unnoticed. */
async function openRedis(redis: Config['redis'], waiting: Waiting): Promise<Adapters> {
  const warn = warnSeldom(new Logger('Redis'), 'Redis cannot be reached; it is tried again.');
  let reason: unknown;
  let isOpen = false;
  const onError = (error: unknown): void => {
    if (!isRefusal(reason)) reason = error;
    if (isOpen) warn(error);
  };
  const [cache, pubSub] = await Promise.all([RedisCache.open({ ...redis, onError }), RedisPubSub.open({ ...redis, onError })]);
  await waiting.untilThere({ name: 'Redis', where: whereOf(redis.url) }, async () => {
    if (!(await cache.isReachable())) throw absence(reason);
  });
  isOpen = true;
  return new Adapters(cache, pubSub, () => {
    cache.close();
    pubSub.close();
  });
}

const whereOf = (urls: string) =>
  urls
    .split(',')
    .map((url) => new URL(url.trim()).host)
    .join(',');

function absence(reason: unknown): unknown {
  if (isRefusal(reason)) return reason;
  return Object.assign(new ParleyError('unavailable', 'The cache cannot be reached at the moment.'), { cause: reason });
}

/** Whether it does not let us in, which no waiting cures. */
function isRefusal(reason: unknown): boolean {
  return (reason instanceof Error && /^(NOAUTH|WRONGPASS|NOPERM|ERR)\b/.test(reason.message)) || isTlsRefusal(reason);
}
