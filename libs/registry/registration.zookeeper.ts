import { setTimeout as sleep } from 'node:timers/promises';
import type { ZooKeeperConnection } from './connection.zookeeper.js';
import { parseName, parseNames, prefixOf, type NodeName } from './node-names.zookeeper.js';
import type { NodeData, Registration } from './registry.js';
import type { Part } from './session.zookeeper.js';

/** Each update is told to every watcher; what changes more often is told once in this time, in milliseconds. */
const UPDATE_EVERY_MS = 500;

/** One node of this process, made anew in each session under a new number. Of several with one id, that with the highest counts. */
export class ZooKeeperRegistration implements Registration, Part {
  private readonly closing = new AbortController();
  private data: NodeData;
  private connection: ZooKeeperConnection | undefined;
  private establishing: Promise<void> = Promise.resolve();
  private own: NodeName | undefined;
  private told: NodeData | undefined;
  private flushing: Promise<void> | undefined;
  private nextUpdateAt = 0;
  /** The id was registered again by somebody else. */
  private replaced = false;

  constructor(
    private readonly parent: string,
    private readonly id: string,
    data: NodeData,
  ) {
    this.data = { ...data };
  }

  /** Makes the node known in the session of this connection. May be called twice for one. */
  establish(connection: ZooKeeperConnection): Promise<void> {
    if (this.connection !== connection) {
      this.connection = connection;
      this.establishing = this.create(connection);
    }
    return this.establishing;
  }

  async update(changes: Partial<NodeData>): Promise<void> {
    if (this.isOver()) return;
    this.data = { ...this.data, ...changes };
    this.flushing ??= this.flush();
    await this.flushing;
  }

  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    // With ZooKeeper away, or the session lost, the node goes by itself.
    await this.establishing.catch(() => undefined);
    if (this.own !== undefined) await this.connection?.remove(this.pathOf(this.own)).catch(() => undefined);
  }

  private async create(connection: ZooKeeperConnection): Promise<void> {
    await connection.makePath(this.parent);
    this.replaced ||= (await this.siblings(connection)).some(({ sequence }) => this.own !== undefined && sequence > this.own.sequence);
    if (this.isOver()) return;
    const { data } = this;
    const path = await connection.createEphemeral(this.pathOf({ name: prefixOf(this.id) }), JSON.stringify(data));
    const own = parseName(path.slice(this.parent.length + 1));
    if (own === undefined) throw new Error(`ZooKeeper made a node of a strange name: ${path}`);
    this.own = own;
    this.told = data;
    const older = (await this.siblings(connection)).filter(({ sequence }) => sequence < own.sequence);
    await Promise.all(older.map((each) => connection.remove(this.pathOf(each))));
    await this.heed(connection, own);
    if (this.data !== data) await this.tell();
  }

  /** Whoever registers the id again takes the node away. That has to be noticed at once: later nothing may be left to tell it. */
  private async heed(connection: ZooKeeperConnection, own: NodeName): Promise<void> {
    const again = () => {
      // Where this fails, the session is lost.
      this.heed(connection, own).catch(() => undefined);
    };
    if ((await connection.get(this.pathOf(own), again)) === undefined) this.replaced = true;
  }

  private async siblings(connection: ZooKeeperConnection): Promise<NodeName[]> {
    return parseNames(await connection.children(this.parent)).filter(({ id }) => id === this.id);
  }

  private async flush(): Promise<void> {
    const wait = Math.max(0, this.nextUpdateAt - performance.now());
    await sleep(wait, undefined, { signal: this.closing.signal, ref: false }).catch(() => undefined);
    this.flushing = undefined;
    this.nextUpdateAt = performance.now() + UPDATE_EVERY_MS;
    // Where this fails the session is lost, and the next one is told the newest data.
    await this.establishing.then(() => this.tell()).catch(() => undefined);
  }

  private async tell(): Promise<void> {
    const { connection, own, data } = this;
    if (connection === undefined || own === undefined || this.isOver() || this.told === data) return;
    this.told = data;
    if (!(await connection.set(this.pathOf(own), JSON.stringify(data)))) this.replaced = true;
  }

  private isOver(): boolean {
    return this.replaced || this.closing.signal.aborted;
  }

  private pathOf({ name }: Pick<NodeName, 'name'>): string {
    return `${this.parent}/${name}`;
  }
}
