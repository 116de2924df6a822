import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressOf, crash, freeze, start, thaw } from '../../deploy/native/testing.mjs';
import { eventually } from '../../test/support/eventually.js';
import { TcpProxy } from '../../test/support/tcp-proxy.js';
import { describeRegistry } from './registry.contract.js';
import type { NodeData, RegisteredNode, Registry } from './registry.js';
import { ZooKeeperRegistry } from './registry.zookeeper.js';

/** Longer than in the suite, so that a slow machine does not lose sessions by itself. */
const SESSION_MS = 2_500;
const DATA: NodeData = { url: '', grpc: '127.0.0.1:7000', http: '', zone: 'a', version: '1', startedAt: 1, load: 0 };

/** Sessions on a tree of their own, each by a network of its own. */
class Fixture {
  readonly reasons: unknown[] = [];
  private readonly root = `/test-${randomUUID()}`;
  private readonly proxies = new Map<Registry, TcpProxy>();

  async connect(): Promise<ZooKeeperRegistry> {
    const proxy = await TcpProxy.to(addressOf('ZOOKEEPER'));
    const onError = (error: unknown) => this.reasons.push(error);
    const registry = new ZooKeeperRegistry({ servers: proxy.address, root: this.root, sessionTimeoutMs: SESSION_MS, onError });
    this.proxies.set(registry, proxy);
    return registry;
  }

  network(registry: Registry): TcpProxy {
    return this.proxies.get(registry)!;
  }

  async kill(registry: Registry): Promise<void> {
    this.network(registry).close();
    await sleep(SESSION_MS + 1_000);
  }

  async close(): Promise<void> {
    await Promise.all([...this.proxies.keys()].map((registry) => registry.close()));
    for (const proxy of this.proxies.values()) proxy.close();
  }
}

describeRegistry('ZooKeeperRegistry', async () => new Fixture());

describe('ZooKeeperRegistry', () => {
  let fixture: Fixture;
  let mine: ZooKeeperRegistry;
  let theirs: ZooKeeperRegistry;
  beforeEach(async () => {
    fixture = new Fixture();
    [mine, theirs] = await Promise.all([fixture.connect(), fixture.connect()]);
  });
  afterEach(async () => {
    thaw('zookeeper');
    await start('zookeeper');
    await fixture.close();
  });

  it('is gone for the others once its session has expired', async () => {
    const seen = await record(theirs);
    const registration = await mine.register({ kind: 'chat', id: 'one', data: DATA });
    fixture.network(mine).close();
    await eventually(
      () => mine.isConnected,
      (connected) => !connected,
    );
    await registration.update({ load: 5 });
    await eventually(
      () => seen.last().length,
      (length) => length === 0,
    );
  });

  it.each([1, 3, 4, 5, 20, 21, 40, 57, 100])('goes on after a cut %i bytes further, inside a frame or not', async (bytes) => {
    const seen = await record(theirs);
    const registration = await mine.register({ kind: 'chat', id: 'one', data: DATA });
    const nodes = await record(mine);
    fixture.network(mine).cutAfter(bytes);
    await registration.update({ load: bytes });
    await theirs.register({ kind: 'chat', id: 'two', data: DATA });
    await eventually(
      () => nodes.ids(),
      (ids) => [...ids].sort().join() === 'one,two',
    );
    await registration.update({ version: '2' });
    await eventually(
      () => seen.last().find(({ id }) => id === 'one')?.data,
      (data) => data?.version === '2' && data.load === bytes,
    );
    await sleep(SESSION_MS);
    expect(seen.ids().sort()).toEqual(['one', 'two']);
  });

  it('shows others nothing of a connection that was cut', async () => {
    const seen = await record(theirs);
    await mine.register({ kind: 'chat', id: 'one', data: DATA });
    await eventually(
      () => seen.last().length,
      (length) => length === 1,
    );
    fixture.network(mine).cut();
    await eventually(
      () => fixture.reasons.length,
      (length) => length > 0,
    );
    await sleep(SESSION_MS + 1_000);
    expect(seen.lists).toEqual([[], [{ id: 'one', data: DATA }]]);
  });

  it('notices a network that is silent before its session expires, and is back when it speaks', async () => {
    const seen = await record(theirs);
    const registration = await mine.register({ kind: 'chat', id: 'one', data: DATA });
    await eventually(
      () => mine.isConnected,
      (connected) => connected,
    );
    const began = Date.now();
    fixture.network(mine).silence();
    await eventually(
      () => mine.isConnected,
      (connected) => !connected,
    );
    expect(Date.now() - began).toBeLessThan(SESSION_MS);
    await eventually(
      () => seen.last().length,
      (length) => length === 0,
    );
    await registration.update({ load: 3 });
    fixture.network(mine).speak();
    await eventually(
      () => seen.last()[0]?.data.load,
      (load) => load === 3,
    );
  });

  it('keeps the last list while ZooKeeper is silent, and goes on when it speaks', async () => {
    const seen = await record(theirs);
    await mine.register({ kind: 'chat', id: 'one', data: DATA });
    await eventually(
      () => seen.last().length,
      (length) => length === 1,
    );
    freeze('zookeeper');
    await eventually(
      () => theirs.isConnected,
      (connected) => !connected,
    );
    await sleep(2 * SESSION_MS);
    expect(seen.ids()).toEqual(['one']);
    thaw('zookeeper');
    await theirs.register({ kind: 'chat', id: 'two', data: DATA });
    await eventually(
      () => seen.ids(),
      (ids) => [...ids].sort().join() === 'one,two',
    );
    await sleep(SESSION_MS);
    expect(seen.ids().sort()).toEqual(['one', 'two']);
  });

  it('keeps the last list while ZooKeeper is away, and registers again when it is back', async () => {
    const seen = await record(theirs);
    const registration = await mine.register({ kind: 'chat', id: 'one', data: DATA });
    await eventually(
      () => seen.last().length,
      (length) => length === 1,
    );
    await crash('zookeeper');
    await sleep(SESSION_MS);
    expect(seen.ids()).toEqual(['one']);
    await registration.update({ load: 9 });
    await start('zookeeper');
    await eventually(
      () => seen.last()[0]?.data.load,
      (load) => load === 9,
    );
    await sleep(SESSION_MS + 1_000);
    expect(seen.ids()).toEqual(['one']);
  });

  it('lets those wait who register and watch before ZooKeeper is there', async () => {
    await crash('zookeeper');
    const [early, watcher] = await Promise.all([fixture.connect(), fixture.connect()]);
    const registered = early.register({ kind: 'chat', id: 'one', data: DATA });
    const recorded = record(watcher);
    await start('zookeeper');
    const [seen] = await Promise.all([recorded, registered]);
    await eventually(
      () => seen.ids(),
      (ids) => ids.join() === 'one',
    );
  });

  it('refuses those who wait when it is closed', async () => {
    await crash('zookeeper');
    const early = await fixture.connect();
    const registered = early.register({ kind: 'chat', id: 'one', data: DATA });
    const refused = expect(registered).rejects.toMatchObject({ code: 'unavailable' });
    await early.close();
    await refused;
  });

  it('does not take an id back that somebody else has registered while its session was away', async () => {
    const seen = await record(theirs);
    const old = await mine.register({ kind: 'chat', id: 'one', data: DATA });
    fixture.network(mine).silence();
    await eventually(
      () => mine.isConnected,
      (connected) => !connected,
    );
    await theirs.register({ kind: 'chat', id: 'one', data: { ...DATA, startedAt: 2 } });
    fixture.network(mine).speak();
    await eventually(
      () => mine.isConnected,
      (connected) => connected,
    );
    await old.update({ load: 99 });
    await old.close();
    await sleep(SESSION_MS);
    expect(seen.last()).toEqual([{ id: 'one', data: { ...DATA, startedAt: 2 } }]);
  });

  it('does not take an id back that somebody else had registered before all sessions expired', async () => {
    const observer = await fixture.connect();
    const heard = await record(mine);
    await mine.register({ kind: 'chat', id: 'one', data: DATA });
    await theirs.register({ kind: 'chat', id: 'one', data: { ...DATA, startedAt: 2 } });
    await eventually(
      () => heard.last()[0]?.data.startedAt,
      (startedAt) => startedAt === 2,
    );
    // Its registration hears of it as the watch does, and not later.
    await sleep(200);
    for (const each of [mine, theirs]) fixture.network(each).silence();
    await sleep(SESSION_MS + 1_000);
    const seen = await record(observer);
    fixture.network(mine).speak();
    await eventually(
      () => mine.isConnected,
      (connected) => connected,
    );
    await sleep(500);
    expect(seen.lists).toEqual([[]]);
    fixture.network(theirs).speak();
    await eventually(
      () => seen.last()[0]?.data.startedAt,
      (startedAt) => startedAt === 2,
    );
  });

  it('tells many updates seldom, and the last one of them', async () => {
    const seen = await record(theirs);
    const registration = await mine.register({ kind: 'chat', id: 'one', data: DATA });
    const began = Date.now();
    let load = 0;
    while (Date.now() - began < 2_000) {
      void registration.update({ load: ++load });
      await sleep(5);
    }
    await eventually(
      () => seen.last()[0]?.data.load,
      (told) => told === load,
    );
    expect(seen.lists.length).toBeLessThan(5 + (Date.now() - began) / 500);
  });

  it('leaves no connection behind', async () => {
    await mine.register({ kind: 'chat', id: 'one', data: DATA });
    for (let n = 0; n < 5; n++) {
      fixture.network(mine).cut();
      await eventually(
        () => mine.isConnected,
        (connected) => !connected,
      );
      await eventually(
        () => mine.isConnected,
        (connected) => connected,
      );
    }
    await eventually(
      () => fixture.network(mine).connections,
      (connections) => connections === 1,
    );
    await mine.close();
    await eventually(
      () => fixture.network(mine).connections,
      (connections) => connections === 0,
    );
  });
});

async function record(registry: Registry) {
  const lists: (readonly RegisteredNode[])[] = [];
  await registry.watch('chat', (nodes) => lists.push(nodes));
  const last = () => lists.at(-1) ?? [];
  return { lists, last, ids: () => last().map(({ id }) => id) };
}
