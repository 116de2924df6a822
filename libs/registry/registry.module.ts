import { Global, Logger, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { Directory, kindOf, SERVICES } from '#contracts';
import { Config, Startup, Waiting, warnSeldom } from '#runtime';
import { Announcements } from './announcements.js';
import { Registry, type RegisteredNode } from './registry.js';
import { MemoryRegistry } from './registry.memory.js';
import { ZooKeeperRegistry } from './registry.zookeeper.js';

/** Half of the time in which others have to stop using a process that died; the other half is for noticing. */
const SESSION_TIMEOUT_MS = 1_500;
/** A session that is replaced so soon is no news: a process that does nothing else for a second, as when it starts, loses its own. */
const REPLACED_MS = 1_000;
const KINDS = [...new Set(SERVICES.map(({ name }) => kindOf(name)))];

/** Chooses the adapter of `Registry` for the process, tells who is there to the `Directory`, and ends the session last. */
@Global()
@Module({
  providers: [{ provide: Registry, useFactory: open, inject: [Config, Waiting] }, Announcements],
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

async function open(config: Config, waiting: Waiting): Promise<Registry> {
  return config.registry === 'zookeeper' ? openZooKeeper(config.zookeeper, waiting) : new MemoryRegistry();
}

/** Resolves with the first session, which announcing needs. Later ones come and go. */
async function openZooKeeper({ servers, root }: Config['zookeeper'], waiting: Waiting): Promise<Registry> {
  const warn = warnSeldom(new Logger('ZooKeeper'), 'ZooKeeper cannot be reached; the instances last known stay in use.');
  return waiting.during({ name: 'ZooKeeper', where: servers }, async (isAway) => {
    let onError = isAway;
    const registry = new ZooKeeperRegistry({ servers, root, sessionTimeoutMs: SESSION_TIMEOUT_MS, onError: (error) => onError(error) });
    await registry.connected();
    onError = (error) => void setTimeout(() => registry.isConnected || warn(error), REPLACED_MS).unref();
    return registry;
  });
}

function toInstance({ id, data: { grpc, zone } }: RegisteredNode): { id: string; address: string; zone: string }[] {
  return grpc === '' ? [] : [{ id, address: grpc, zone }];
}
