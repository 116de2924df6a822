import { describeRegistry } from './registry.contract.js';
import { MemoryRegistry, MemoryRegistrySource } from './registry.memory.js';

describeRegistry('MemoryRegistry', async () => {
  const source = new MemoryRegistrySource();
  return {
    connect: async () => new MemoryRegistry(source),
    kill: (session) => session.close(),
    close: async () => undefined,
  };
});
