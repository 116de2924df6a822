export { Cache, type Lease, type Member } from './cache.js';
export { MemoryCache } from './cache.memory.js';
export { CacheModule } from './cache.module.js';
export { PubSub, type PubSubListener, type Subscription } from './pub-sub.js';
export { MemoryPubSub } from './pub-sub.memory.js';
