import type { DeliverRequest, Delivery } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import { eventually } from '../../test/support/eventually.js';
import { Deliverer, type DelivererOptions } from './deliverer.js';
import { deliveryOf } from './delivery.js';
import type { NodeLinks } from './node-links.js';
import { OffsetTracker } from './offset-tracker.js';
import { FakeSuite } from './testing.js';

const toUsers = (id: string, ...users: string[]): Delivery => deliveryOf({ users, typing: { conversation: id, user: 'x' } });

class Node {
  readonly got: string[] = [];
  failures = 0;

  deliver({ deliveries }: DeliverRequest): Promise<void> {
    if (this.failures > 0) {
      this.failures--;
      return Promise.reject(new Error('not reached'));
    }
    this.got.push(...deliveries.map((delivery) => delivery.typing?.conversation ?? ''));
    return Promise.resolve();
  }
}

function setUp(
  nodesOf: Record<string, string[]> | undefined,
  { incomplete = false } = {},
): { deliverer: Deliverer; nodes: Record<'a' | 'b', Node>; links: NodeLinks } {
  const nodes = { a: new Node(), b: new Node() };
  const { links } = new FakeSuite();
  links.connect('chat', 'a', (batch) => nodes.a.deliver(batch));
  links.connect('chat', 'b', (batch) => nodes.b.deliver(batch));
  links.connect('message', 'desk', () => Promise.reject(new Error('no node with sockets')));
  const sessions: DelivererOptions['sessions'] = {
    lookup: (users) =>
      nodesOf === undefined
        ? Promise.reject(new Error('away'))
        : Promise.resolve({ nodes: new Map(users.map((user) => [user, nodesOf[user] ?? []])), incomplete }),
  };
  return { deliverer: new Deliverer({ links, sessions, onError: () => undefined }), nodes, links };
}

/** What should not happen has had time to. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));
/** When so much has come to the nodes, and had time to be followed by more. */
async function arrived({ a, b }: Record<'a' | 'b', Node>, count: number): Promise<void> {
  await eventually(() => a.got.length + b.got.length >= count);
  await settled();
}

describe('the deliverer', () => {
  it('brings a frame to each node with sessions of its users, once', async () => {
    const { deliverer, nodes } = setUp({ ann: ['a', 'b'], bob: ['b'] });
    deliverer.add(toUsers('one', 'ann', 'bob'), undefined);
    deliverer.add(toUsers('two', 'bob'), 'a');
    await arrived(nodes, 4);
    expect([nodes.a.got, nodes.b.got]).toEqual([
      ['one', 'two'],
      ['one', 'two'],
    ]);
  });

  it('asks every node while the session store is away', async () => {
    const { deliverer, nodes } = setUp(undefined);
    deliverer.add(toUsers('one', 'ann'), undefined);
    await arrived(nodes, 2);
    expect([nodes.a.got, nodes.b.got]).toEqual([['one'], ['one']]);
  });

  it('asks every node as well while the session store may have lost something', async () => {
    const { deliverer, nodes } = setUp({ ann: ['a'] }, { incomplete: true });
    deliverer.add(toUsers('one', 'ann'), undefined);
    deliverer.add(deliveryOf({ session: 's' }), 'a');
    await arrived(nodes, 3);
    expect([nodes.a.got.length, nodes.b.got.length]).toEqual([2, 1]);
  });

  it('sends again, in order, what a node has not acknowledged', async () => {
    const { deliverer, nodes } = setUp({ ann: ['a'] });
    nodes.a.failures = 2;
    for (const id of ['1', '2', '3']) deliverer.add(toUsers(id, 'ann'), undefined);
    await arrived(nodes, 3);
    expect(nodes.a.got).toEqual(['1', '2', '3']);
  });

  it('holds a record until every live node has it, and no longer once a node is gone', async () => {
    const { deliverer, nodes, links } = setUp({ ann: ['a', 'b'] });
    const tracker = new OffsetTracker(0);
    const ticket = tracker.begin(0);
    nodes.b.failures = Number.POSITIVE_INFINITY;
    deliverer.add(toUsers('one', 'ann'), undefined, ticket);
    ticket.release();
    await settled();
    expect(tracker.offset).toBe(0);
    links.disconnect('b');
    await eventually(() => tracker.offset === 1);
  });
});

describe('what is for the members of a group', () => {
  const toMembers = (conversation: string, said: Partial<Delivery> = {}): Delivery =>
    deliveryOf({ members: true, typing: { conversation, user: 'x' }, ...said });

  it('goes to the nodes that want it, once each, and to no other', async () => {
    const { deliverer, nodes, links } = setUp({ ann: ['a'] });
    links.tell({ node: 'b', add: ['team'], drop: [], whole: false });
    deliverer.add(toMembers('team'), undefined);
    deliverer.add(toMembers('other'), undefined);
    links.tell({ node: 'b', add: [], drop: ['team'], whole: false });
    await settled();
    expect([nodes.a.got, nodes.b.got]).toEqual([[], []]);
    links.tell({ node: 'b', add: ['team'], drop: [], whole: false });
    deliverer.add(toMembers('team', { users: ['bob'] }), undefined);
    await arrived(nodes, 1);
    expect([nodes.a.got, nodes.b.got]).toEqual([[], ['team']]);
  });

  it('goes to the node of somebody who becomes a member from that very delivery on', async () => {
    const { deliverer, nodes } = setUp({ ann: ['a'], bob: ['b'] });
    deliverer.add(toMembers('team', { users: ['ann'], memberships: [{ user: 'ann', from: 1 }] }), undefined);
    deliverer.add(toMembers('team'), undefined);
    await arrived(nodes, 2);
    deliverer.add(toMembers('team', { users: ['bob'], memberships: [{ user: 'bob', from: 0 }] }), undefined);
    deliverer.add(toMembers('team'), undefined);
    await arrived(nodes, 5);
    expect([nodes.a.got.length, nodes.b.got.length]).toEqual([4, 1]);
  });

  it('is nothing to a node that is gone, also when it comes back', async () => {
    const { deliverer, nodes, links } = setUp({});
    links.tell({ node: 'a', add: ['team'], drop: [], whole: false });
    links.disconnect('a');
    links.connect('chat', 'a', (batch) => nodes.a.deliver(batch));
    deliverer.add(toMembers('team'), undefined);
    await settled();
    expect(nodes.a.got).toEqual([]);
  });
});

describe('the offsets that are finished', () => {
  it('reach up to the first record with something unfinished', async () => {
    const tracker = new OffsetTracker(10);
    const [first, second, third] = [tracker.begin(10), tracker.begin(11), tracker.begin(15)];
    const passed = tracker.passed(12, 60_000);
    second.release();
    third.release();
    expect(tracker.offset).toBe(10);
    first.hold();
    first.release();
    expect(tracker.offset).toBe(10);
    first.release();
    expect([tracker.offset, await passed]).toEqual([16, true]);
  });

  it('are waited for until the time is up, or until nothing more comes', async () => {
    const tracker = new OffsetTracker(10);
    expect(await tracker.passed(11, 10)).toBe(false);
    const waiting = tracker.passed(11, 60_000);
    tracker.abandon();
    expect(await waiting).toBe(false);
  });
});
