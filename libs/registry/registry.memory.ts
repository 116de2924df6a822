import { Registry, type NodeData, type RegisteredNode, type Registration, type RegistryListener, type RegistryWatch } from './registry.js';

interface Watcher {
  kind: string;
  listener: RegistryListener;
  /** A change is waiting to be told. */
  stale: boolean;
}

/** What the sessions of one process share; gone with the process. */
export class MemoryRegistrySource {
  private readonly kinds = new Map<string, Map<string, RegisteredNode>>();
  private readonly watchers = new Set<Watcher>();

  nodes(kind: string): RegisteredNode[] {
    return [...(this.kinds.get(kind)?.values() ?? [])];
  }

  /** Puts the node at the end of the list, in place of one with its id. */
  put(kind: string, node: RegisteredNode): void {
    const nodes = this.kinds.get(kind) ?? new Map<string, RegisteredNode>();
    nodes.delete(node.id);
    this.kinds.set(kind, nodes.set(node.id, node));
    this.changed(kind);
  }

  /** Replaces `from` where it stands; undefined removes it. False: it has been replaced or withdrawn before. */
  swap(kind: string, from: RegisteredNode, to: RegisteredNode | undefined): boolean {
    const nodes = this.kinds.get(kind);
    if (nodes?.get(from.id) !== from) return false;
    if (to === undefined) nodes.delete(from.id);
    else nodes.set(from.id, to);
    this.changed(kind);
    return true;
  }

  watch(kind: string, listener: RegistryListener): RegistryWatch {
    const watcher = { kind, listener, stale: false };
    this.watchers.add(watcher);
    listener(this.nodes(kind));
    return { close: () => this.watchers.delete(watcher) };
  }

  /** Told in a microtask and not at once, so that a listener that changes the registry does not show others an older list last. */
  private changed(kind: string): void {
    for (const watcher of this.watchers) {
      if (watcher.kind !== kind || watcher.stale) continue;
      watcher.stale = true;
      queueMicrotask(() => {
        watcher.stale = false;
        if (this.watchers.has(watcher)) watcher.listener(this.nodes(kind));
      });
    }
  }
}

/** Within this process. Its session ends with `close` alone. */
export class MemoryRegistry extends Registry {
  private readonly open = new Set<{ close(): Promise<void> | void }>();

  constructor(private readonly source = new MemoryRegistrySource()) {
    super();
  }

  async register({ kind, id, data }: { kind: string; id: string; data: NodeData }): Promise<Registration> {
    let node: RegisteredNode | undefined = { id, data: { ...data } };
    this.source.put(kind, node);
    const registration: Registration = {
      update: async (changes) => {
        if (node === undefined) return;
        const next = { id, data: { ...node.data, ...changes } };
        node = this.source.swap(kind, node, next) ? next : undefined;
      },
      close: async () => {
        if (node !== undefined) this.source.swap(kind, node, undefined);
        node = undefined;
        this.open.delete(registration);
      },
    };
    this.open.add(registration);
    return registration;
  }

  async watch(kind: string, listener: RegistryListener): Promise<RegistryWatch> {
    const inner = this.source.watch(kind, listener);
    const watch: RegistryWatch = {
      close: () => {
        inner.close();
        this.open.delete(watch);
      },
    };
    this.open.add(watch);
    return watch;
  }

  async close(): Promise<void> {
    for (const each of [...this.open]) await each.close();
  }
}
