import type { ZooKeeperConnection } from './connection.zookeeper.js';
import { parseNames, type NodeName } from './node-names.zookeeper.js';
import type { NodeData, RegisteredNode, RegistryListener } from './registry.js';
import { asError, type Part } from './session.zookeeper.js';

/** What one session knows about the nodes below the parent; undefined while the data of a new one is on its way. */
type Known = Map<string, NodeData | undefined>;

/** The nodes of one kind, for all its watchers here. The last ones stay as they are while there is no session. */
export class ZooKeeperNodeList implements Part {
  /** Who watches or is about to. */
  users = 0;
  private readonly listeners = new Set<{ listener: RegistryListener }>();
  private connection: ZooKeeperConnection | undefined;
  private establishing: Promise<void> = Promise.resolve();
  private nodes: readonly RegisteredNode[] = [];
  private text = '[]';

  constructor(private readonly parent: string) {}

  /** Tells the nodes of now, and later changes until the answer is called, which says whether that changed anything. */
  add(listener: RegistryListener): () => boolean {
    const watcher = { listener };
    listener(this.nodes);
    this.listeners.add(watcher);
    return () => this.listeners.delete(watcher);
  }

  /** Lists everything by this connection, and follows it. May be called twice for one. */
  establish(connection: ZooKeeperConnection): Promise<void> {
    if (this.connection !== connection) {
      this.connection = connection;
      this.establishing = connection.makePath(this.parent).then(() => this.list(connection, new Map()));
    }
    return this.establishing;
  }

  /** Tells nobody anything any more. */
  stop(): void {
    this.listeners.clear();
    this.connection = undefined;
  }

  private async list(connection: ZooKeeperConnection, known: Known): Promise<void> {
    const names = await connection.children(this.parent, () => this.follow(connection, () => this.list(connection, known)));
    const present = new Set(names);
    for (const name of known.keys()) if (!present.has(name)) known.delete(name);
    const fresh = names.filter((name) => !known.has(name));
    for (const name of fresh) known.set(name, undefined);
    await Promise.all(fresh.map((name) => this.read(connection, known, name)));
    this.tell(connection, known);
  }

  private async read(connection: ZooKeeperConnection, known: Known, name: string): Promise<void> {
    const text = await connection.get(`${this.parent}/${name}`, () =>
      this.follow(connection, async () => {
        await this.read(connection, known, name);
        this.tell(connection, known);
      }),
    );
    // Gone in the meantime: the list, which is told of that as well, leaves it out.
    if (text !== undefined && known.has(name)) known.set(name, parseData(text));
  }

  /** What a change asks for. Where that fails, everything is listed anew in another session. */
  private follow(connection: ZooKeeperConnection, act: () => Promise<void>): void {
    if (this.connection !== connection) return;
    act().catch((error: unknown) => connection.end(asError(error)));
  }

  private tell(connection: ZooKeeperConnection, known: Known): void {
    if (this.connection !== connection) return;
    const nodes = newest(known);
    const text = JSON.stringify(nodes);
    if (text === this.text) return;
    this.nodes = nodes;
    this.text = text;
    for (const watcher of this.listeners) {
      queueMicrotask(() => {
        if (this.listeners.has(watcher) && this.nodes === nodes) watcher.listener(nodes);
      });
    }
  }
}

/** In the order of registration; of one id the newest, since an older one belongs to a session that is about to expire. */
function newest(known: Known): RegisteredNode[] {
  const byId = new Map<string, NodeName>();
  const inOrder = parseNames([...known.keys()]).sort((one, other) => one.sequence - other.sequence);
  for (const each of inOrder) {
    if (known.get(each.name) === undefined) continue;
    byId.delete(each.id);
    byId.set(each.id, each);
  }
  return [...byId.values()].flatMap(({ id, name }) => {
    const data = known.get(name);
    return data === undefined ? [] : [{ id, data }];
  });
}

/** Undefined if it is not what this version of the suite writes: such a node cannot be used. */
function parseData(text: string): NodeData | undefined {
  try {
    const { url, grpc, http, zone, version, startedAt, load } = JSON.parse(text) as Partial<NodeData>;
    const texts = [url, grpc, http, zone, version].every((each) => typeof each === 'string');
    if (!texts || typeof startedAt !== 'number' || typeof load !== 'number') return undefined;
    return { url, grpc, http, zone, version, startedAt, load } as NodeData;
  } catch {
    return undefined;
  }
}
