import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { Directory, kindOf, SERVICES } from '#contracts';
import { Startup } from '#runtime';
import { Announcements } from './announcements.js';
import { Registry, type RegisteredNode } from './registry.js';
import { MemoryRegistry } from './registry.memory.js';

const KINDS = [...new Set(SERVICES.map(({ name }) => kindOf(name)))];

/** Chooses the adapter of `Registry` for the process, tells who is there to the `Directory`, and ends the session last. */
@Global()
@Module({
  providers: [{ provide: Registry, useFactory: () => new MemoryRegistry() }, Announcements],
  exports: [Registry, Announcements],
})
export class RegistryModule implements OnApplicationShutdown {
  constructor(
    private readonly registry: Registry,
    directory: Directory,
    startup: Startup,
  ) {
    startup.add('watch', async () => {
      const follow = (kind: string) => registry.watch(kind, (nodes) => directory.update(kind, nodes.flatMap(toInstance)));
      await Promise.all(KINDS.map(follow));
    });
  }

  /** For a process that serves nothing but this kind. */
  static announcing(kind: string): DynamicModule {
    const announce = { provide: kind, useFactory: (announcements: Announcements) => announcements.add({ kind }), inject: [Announcements] };
    return { module: RegistryModule, providers: [announce] };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.registry.close();
  }
}

function toInstance({ id, data: { grpc, zone } }: RegisteredNode): { id: string; address: string; zone: string }[] {
  return grpc === '' ? [] : [{ id, address: grpc, zone }];
}
