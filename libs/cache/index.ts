export { Cache, type Lease, type Member } from './cache.js';
export { MemoryCache } from './cache.memory.js';
export { RedisCache } from './cache.redis.js';
export { CacheModule } from './cache.module.js';
export { type RedisOptions } from './connection.redis.js';
export { PubSub, type PubSubListener, type Subscription } from './pub-sub.js';
export { MemoryPubSub } from './pub-sub.memory.js';
export { RedisPubSub } from './pub-sub.redis.js';
