import { describePubSub } from './pub-sub.contract.js';
import { MemoryPubSub } from './pub-sub.memory.js';

describePubSub('MemoryPubSub', async () => ({
  pubSub: new MemoryPubSub(),
  settle: () => new Promise((resolve) => setImmediate(resolve)),
  close: async () => undefined,
}));
