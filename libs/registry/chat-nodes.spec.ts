import fc from 'fast-check';
import { ChatNodes } from './chat-nodes.js';
import type { NodeData } from './registry.js';
import { MemoryRegistry } from './registry.memory.js';

const DATA: NodeData = { url: '', grpc: '', http: '', zone: 'a', version: '1', startedAt: 1, load: 0 };

describe('the choice of a chat node', () => {
  let registry: MemoryRegistry;
  let nodes: ChatNodes;
  beforeEach(async () => {
    registry = new MemoryRegistry();
    nodes = new ChatNodes(registry, seededRandom());
    await nodes.onModuleInit();
  });
  afterEach(() => nodes.onApplicationShutdown());

  const register = async (id: string, changes: Partial<NodeData> = {}) =>
    registry.register({ kind: 'chat', id, data: { ...DATA, ...changes } });
  const choose = (times: number, zone?: string) => {
    const chosen = new Map<string, number>();
    for (let n = 0; n < times; n++) {
      const id = nodes.choose(zone)?.id ?? 'none';
      chosen.set(id, (chosen.get(id) ?? 0) + 1);
    }
    return chosen;
  };

  it('is nobody if there is no node', () => {
    expect(nodes.choose('a')).toBeUndefined();
  });

  it('is the only node, however loaded', async () => {
    await register('one', { load: 1_000_000 });
    expect(choose(3, 'elsewhere')).toEqual(new Map([['one', 3]]));
  });

  it('stays in the zone while there is a node in it', async () => {
    await register('near', { load: 50_000 });
    const far = await register('far', { zone: 'b' });
    expect([...choose(100, 'a').keys()]).toEqual(['near']);
    expect([...choose(100, 'b').keys()]).toEqual(['far']);
    await far.close();
    await tick();
    expect([...choose(100, 'b').keys()]).toEqual(['near']);
  });

  it('never is the most loaded of several', async () => {
    await register('idle', { load: 10 });
    await register('busy', { load: 5_000 });
    await register('middle', { load: 2_000 });
    expect(choose(1_000).has('busy')).toBe(false);
    expect(choose(1_000).get('idle')).toBeGreaterThan(500);
  });

  it('spreads clients that come at once over nodes whose last report says the same', async () => {
    for (const id of ['one', 'two', 'three', 'four']) await register(id, { load: 100 });
    for (const clients of choose(4_000).values()) expect(clients).toBeGreaterThan(900);
  });

  it('does not send everybody who comes at once to a node that has just begun', async () => {
    await register('old', { load: 1_000 });
    await register('new', { load: 0 });
    const chosen = choose(5_000);
    expect(chosen.get('new')).toBe(3_000);
    expect(chosen.get('old')).toBe(2_000);
  });

  it('forgets what it sent to a node when the node says what it carries', async () => {
    const one = await register('one', { load: 10 });
    await register('two', { load: 1_000 });
    choose(500);
    await one.update({ load: 400 });
    await tick();
    expect(choose(600)).toEqual(new Map([['one', 600]]));
  });

  it('is always a node that is registered', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ zone: fc.constantFrom('a', 'b'), load: fc.nat(9) }), { minLength: 1, maxLength: 5 }),
        async (all) => {
          const own = new MemoryRegistry();
          const chooser = new ChatNodes(own);
          await chooser.onModuleInit();
          for (const [index, data] of all.entries()) await own.register({ kind: 'chat', id: String(index), data: { ...DATA, ...data } });
          await tick();
          for (let n = 0; n < 20; n++) expect(all[Number(chooser.choose('a')?.id)]).toBeDefined();
          await own.close();
        },
      ),
    );
  });
});

function tick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** mulberry32: the same numbers at each run. */
function seededRandom(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
