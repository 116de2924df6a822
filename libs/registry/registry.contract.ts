import { eventually } from '../../test/support/eventually.js';
import type { NodeData, RegisteredNode, Registry } from './registry.js';

export interface RegistryHarness {
  /** A session of its own with the one registry of this harness. */
  connect(): Promise<Registry>;
  /** Ends a session as the death of its process would; resolves when the registry has noticed. */
  kill(session: Registry): Promise<void>;
  close(): Promise<void>;
}

const DATA: NodeData = { url: '', grpc: '127.0.0.1:7000', http: '', zone: 'a', version: '1', startedAt: 1, load: 0 };

/** What every adapter of `Registry` guarantees. */
export function describeRegistry(name: string, makeAdapter: () => Promise<RegistryHarness>): void {
  describe(`${name} as a Registry`, () => {
    let harness: RegistryHarness;
    let mine: Registry;
    let theirs: Registry;
    beforeEach(async () => {
      harness = await makeAdapter();
      [mine, theirs] = await Promise.all([harness.connect(), harness.connect()]);
    });
    afterEach(() => harness.close());

    describeRegistering(() => ({ harness, mine, theirs }));
    describeWatching(() => ({ harness, mine, theirs }));
  });
}

type Use = () => { harness: RegistryHarness; mine: Registry; theirs: Registry };

function describeRegistering(use: Use): void {
  it('shows a node to all sessions until it is withdrawn', async () => {
    const { mine, theirs } = use();
    const seen = await record(theirs);
    const registration = await mine.register({ kind: 'chat', id: 'one', data: DATA });
    await seen.until((nodes) => nodes.length === 1);
    expect(seen.last()).toEqual([{ id: 'one', data: DATA }]);
    await registration.close();
    await registration.close();
    await seen.until((nodes) => nodes.length === 0);
  });

  it('shows changes of the data and keeps what was not changed', async () => {
    const { mine, theirs } = use();
    const seen = await record(theirs);
    const registration = await mine.register({ kind: 'chat', id: 'one', data: DATA });
    await registration.update({ load: 7 });
    await registration.update({ version: '2' });
    await seen.until((nodes) => nodes[0]?.data.version === '2');
    expect(seen.last()).toEqual([{ id: 'one', data: { ...DATA, load: 7, version: '2' } }]);
  });

  it('takes an update after the withdrawal as nothing', async () => {
    const { mine, theirs } = use();
    const registration = await mine.register({ kind: 'chat', id: 'one', data: DATA });
    await registration.close();
    await registration.update({ load: 7 });
    expect((await record(theirs)).last()).toEqual([]);
  });

  it('forgets the nodes of a process that died and keeps those of others', async () => {
    const { harness, mine, theirs } = use();
    const seen = await record(theirs);
    await mine.register({ kind: 'chat', id: 'one', data: DATA });
    await theirs.register({ kind: 'chat', id: 'two', data: DATA });
    await seen.until((nodes) => nodes.length === 2);
    await harness.kill(mine);
    await seen.until((nodes) => nodes.length === 1);
    expect(seen.ids()).toEqual(['two']);
  });

  it('lets a node that was registered again elsewhere be', async () => {
    const { harness, mine, theirs } = use();
    const seen = await record(theirs);
    const old = await mine.register({ kind: 'chat', id: 'one', data: DATA });
    await theirs.register({ kind: 'chat', id: 'one', data: { ...DATA, startedAt: 2 } });
    await old.update({ load: 99 });
    await old.close();
    await harness.kill(mine);
    await seen.until((nodes) => nodes[0]?.data.startedAt === 2);
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen.last()).toEqual([{ id: 'one', data: { ...DATA, startedAt: 2 } }]);
  });

  it('stands in the order of registration, in which an update changes nothing', async () => {
    const { mine, theirs } = use();
    const seen = await record(theirs);
    const first = await mine.register({ kind: 'chat', id: 'z', data: DATA });
    await theirs.register({ kind: 'chat', id: 'a', data: DATA });
    await mine.register({ kind: 'chat', id: 'm', data: DATA });
    await first.update({ load: 1 });
    await seen.until((nodes) => nodes.length === 3 && nodes.some(({ data }) => data.load === 1));
    expect(seen.ids()).toEqual(['z', 'a', 'm']);
    await mine.register({ kind: 'chat', id: 'a', data: DATA });
    await seen.until((nodes) => nodes.at(-1)?.id === 'a');
    expect(seen.ids()).toEqual(['z', 'm', 'a']);
  });
}

function describeWatching(use: Use): void {
  it('tells the present list before the watch stands', async () => {
    const { mine, theirs } = use();
    await mine.register({ kind: 'chat', id: 'one', data: DATA });
    const seen = await record(theirs);
    expect(seen.lists).toHaveLength(1);
    expect(seen.ids()).toEqual(['one']);
  });

  it('tells an empty list if there is nobody', async () => {
    expect((await record(use().mine)).lists).toEqual([[]]);
  });

  it('keeps kinds apart', async () => {
    const { mine, theirs } = use();
    await mine.register({ kind: 'message', id: 'one', data: DATA });
    const seen = await record(theirs);
    await theirs.register({ kind: 'chat', id: 'two', data: DATA });
    await mine.register({ kind: 'message', id: 'three', data: DATA });
    await seen.until((nodes) => nodes.length > 0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen.ids()).toEqual(['two']);
  });

  it('shows each watcher the newest list last, also when a watcher changes the registry', async () => {
    const { mine, theirs } = use();
    let registered: Promise<unknown> | undefined;
    let calls = 0;
    const watch = await mine.watch('chat', (nodes) => {
      if (++calls > 1) throw new Error('called from within itself');
      if (nodes.length === 1) registered ??= mine.register({ kind: 'chat', id: 'two', data: DATA });
      calls--;
    });
    const seen = await record(theirs);
    await mine.register({ kind: 'chat', id: 'one', data: DATA });
    await seen.until((nodes) => nodes.length === 2);
    await registered;
    watch.close();
    expect(seen.ids()).toEqual(['one', 'two']);
  });

  it('is silent for a closed watch and goes on for the others', async () => {
    const { mine, theirs } = use();
    const heard: number[] = [];
    const closed = await theirs.watch('chat', (nodes) => heard.push(nodes.length));
    const seen = await record(theirs);
    closed.close();
    closed.close();
    await mine.register({ kind: 'chat', id: 'one', data: DATA });
    await seen.until((nodes) => nodes.length === 1);
    expect(heard).toEqual([0]);
  });
}

async function record(registry: Registry) {
  const lists: (readonly RegisteredNode[])[] = [];
  await registry.watch('chat', (nodes) => lists.push(nodes));
  const last = () => lists.at(-1) ?? [];
  return {
    lists,
    last,
    ids: () => last().map(({ id }) => id),
    until: (holds: (nodes: readonly RegisteredNode[]) => boolean) => eventually(last, holds),
  };
}
