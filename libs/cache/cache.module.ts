import { Global, Module } from '@nestjs/common';
import { Cache } from './cache.js';
import { MemoryCache } from './cache.memory.js';
import { PubSub } from './pub-sub.js';
import { MemoryPubSub } from './pub-sub.memory.js';

/** Chooses the adapters of `Cache` and `PubSub` for the process. */
@Global()
@Module({
  providers: [
    { provide: Cache, useFactory: () => new MemoryCache() },
    { provide: PubSub, useFactory: () => new MemoryPubSub() },
  ],
  exports: [Cache, PubSub],
})
export class CacheModule {}
