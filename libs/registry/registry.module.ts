import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Registry } from './registry.js';
import { MemoryRegistry } from './registry.memory.js';

/** Chooses the adapter of `Registry` for the process, and ends its session last. */
@Global()
@Module({ providers: [{ provide: Registry, useFactory: () => new MemoryRegistry() }], exports: [Registry] })
export class RegistryModule implements OnApplicationShutdown {
  constructor(private readonly registry: Registry) {}

  async onApplicationShutdown(): Promise<void> {
    await this.registry.close();
  }
}
