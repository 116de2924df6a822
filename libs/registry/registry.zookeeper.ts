import { ZooKeeperNodeList } from './node-list.zookeeper.js';
import { ZooKeeperRegistration } from './registration.zookeeper.js';
import { Registry, type NodeData, type Registration, type RegistryListener, type RegistryWatch } from './registry.js';
import { ZooKeeperSession, type ZooKeeperOptions } from './session.zookeeper.js';

/**
 * Shared by all processes that use one ZooKeeper ensemble. Each node is an ephemeral, sequential znode
 * `/parley/<kind>/nodes/<id>-<number>`, with its data as JSON.
 *
 * The node of a process that dies is gone after the session timeout. A session that ends, for whatever reason, is replaced by a new
 * one in which everything is registered and listed again; watchers see nothing of that as long as the nodes come back before the
 * old session has expired. `register` and `watch` wait while ZooKeeper is away, until it comes or the registry is closed; `update`
 * does not, the next session is told. Updates of one node are told at most twice a second. A server of an ensemble may tell a list
 * that is a moment old.
 */
export class ZooKeeperRegistry extends Registry {
  private readonly registrations = new Set<ZooKeeperRegistration>();
  private readonly lists = new Map<string, ZooKeeperNodeList>();
  private readonly root: string;
  private readonly session: ZooKeeperSession;

  constructor(options: ZooKeeperOptions) {
    super();
    this.root = options.root ?? '/parley';
    this.session = new ZooKeeperSession(options);
  }

  /** Whether there is a session at this moment. */
  get isConnected(): boolean {
    return this.session.isConnected;
  }

  /** Resolves with the first session, however long ZooKeeper is away. */
  connected(): Promise<void> {
    return this.session.add({ establish: () => Promise.resolve() });
  }

  async register({ kind, id, data }: { kind: string; id: string; data: NodeData }): Promise<Registration> {
    const registration = new ZooKeeperRegistration(this.parentOf(kind), id, data);
    this.registrations.add(registration);
    await this.session.add(registration);
    return {
      update: (changes) => registration.update(changes),
      close: async () => {
        this.registrations.delete(registration);
        this.session.delete(registration);
        await registration.close();
      },
    };
  }

  async watch(kind: string, listener: RegistryListener): Promise<RegistryWatch> {
    const list = this.lists.get(kind) ?? new ZooKeeperNodeList(this.parentOf(kind));
    this.lists.set(kind, list);
    list.users++;
    await this.session.add(list);
    const leave = list.add(listener);
    return {
      close: () => {
        if (leave() && --list.users === 0) this.drop(kind, list);
      },
    };
  }

  async close(): Promise<void> {
    for (const [kind, list] of [...this.lists]) this.drop(kind, list);
    await Promise.all([...this.registrations].map((registration) => registration.close()));
    await this.session.close();
  }

  private drop(kind: string, list: ZooKeeperNodeList): void {
    list.stop();
    this.lists.delete(kind);
    this.session.delete(list);
  }

  private parentOf(kind: string): string {
    return `${this.root}/${kind}/nodes`;
  }
}
