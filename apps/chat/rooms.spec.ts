import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import type { WebSocket } from 'ws';
import { deliveryOf } from '#conversation';
import type { Delivery } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import { Connection, Tick } from './connection.js';
import { Connections } from './connections.js';
import { Deliveries } from './deliveries.js';
import type { Interest } from './interest.js';
import { Rooms } from './rooms.js';
import { WrittenEntries } from './written-entries.js';

const TEAM = 'g.team';
const PEOPLE = ['ann', 'bob'] as const;

/** A socket on which a test reads what was written. */
class Socket {
  readonly connection: Connection;
  private readonly stream = new PassThrough();

  constructor(user: string, session: string, holding: boolean) {
    const socket = { readyState: 1, close: () => undefined, terminate: () => undefined } as unknown as WebSocket;
    this.connection = new Connection(session, { user, device: 'd' }, socket, this.stream, new Tick());
    if (!holding) this.connection.releaseHeld();
  }

  /** The frames so far; all are shorter than 64 KiB. */
  async frames(): Promise<Record<string, unknown>[]> {
    await new Promise((resolve) => setImmediate(resolve));
    const bytes = (this.stream.read() as Buffer | null) ?? Buffer.alloc(0);
    const frames: Record<string, unknown>[] = [];
    for (let offset = 0; offset < bytes.length;) {
      const short = bytes.readUInt8(offset + 1);
      const [start, length] = short < 126 ? [offset + 2, short] : [offset + 4, bytes.readUInt16BE(offset + 2)];
      frames.push(JSON.parse(bytes.subarray(start, start + length).toString()) as Record<string, unknown>);
      offset = start + length;
    }
    return frames;
  }
}

class Node {
  readonly connections = new Connections();
  readonly wanted = new Set<string>();
  readonly rooms: Rooms;
  readonly deliveries: Deliveries;
  missed = false;
  private sessions = 0;

  constructor() {
    const interest = {
      add: (name: string) => this.wanted.add(name),
      drop: (name: string) => this.wanted.delete(name),
      settled: () => Promise.resolve(),
    };
    this.rooms = new Rooms(this.connections, interest as unknown as Interest);
    this.deliveries = new Deliveries(this.connections, this.rooms, new WrittenEntries(), () => (this.missed = true));
  }

  deliver(deliveries: Delivery[]): Promise<void> {
    return this.deliveries.deliver({ deliveries, missed: false });
  }

  connect(user: string, { holding = false } = {}): Socket {
    const socket = new Socket(user, `s${String(this.sessions++)}`, holding);
    this.connections.add(socket.connection);
    return socket;
  }

  close({ connection }: Socket): void {
    this.connections.remove(connection);
    this.rooms.forget(connection);
  }
}

function entry(seq: number, said: Partial<Delivery> = {}): Delivery {
  const content = {
    conversation: TEAM,
    seq,
    ordinal: seq,
    kind: 'message',
    id: `m${String(seq)}`,
    from: 'x',
    at: 1,
    body: 'b',
    mentions: [],
  };
  return deliveryOf({ entry: content, members: true, ...said });
}

const member = { conversation: TEAM, from: 1, seq: 1 };
const seqsOf = (frames: Record<string, unknown>[]): unknown[] => frames.map((frame) => frame.seq ?? frame.type);

describe('a room', () => {
  it('gives everybody the same, but its sender an ack in its place', async () => {
    const node = new Node();
    const [ann, bob] = [node.connect('ann'), node.connect('bob')];
    for (const { connection } of [ann, bob]) node.rooms.enter(connection, [member]);
    const ack = { id: 'm2', conversation: TEAM, seq: 2, at: 1 };
    await node.deliver([entry(1), entry(2, { session: ann.connection.session, ack }), entry(3)]);
    expect((await ann.frames()).map((frame) => [frame.type, frame.seq])).toEqual([
      ['entry', 1],
      ['ack', 2],
      ['entry', 3],
    ]);
    expect(seqsOf(await bob.frames())).toEqual([1, 2, 3]);
  });

  it('answers a sender who does not read there (any more)', async () => {
    const node = new Node();
    const ann = node.connect('ann');
    const ack = { id: 'm1', conversation: TEAM, seq: 1, at: 1 };
    await node.deliver([entry(1, { session: ann.connection.session, ack })]);
    expect(await ann.frames()).toMatchObject([{ type: 'ack', seq: 1 }]);
  });

  it('tells a typist nothing of themselves', async () => {
    const node = new Node();
    const [ann, bob] = [node.connect('ann'), node.connect('bob')];
    for (const { connection } of [ann, bob]) node.rooms.enter(connection, [member]);
    await node.deliver([deliveryOf({ members: true, typing: { conversation: TEAM, user: 'ann' } })]);
    expect([(await ann.frames()).length, (await bob.frames()).length]).toEqual([0, 1]);
  });

  it('keeps what waits for a socket before what is written to all', async () => {
    const node = new Node();
    const ann = node.connect('ann');
    node.rooms.enter(ann.connection, [member]);
    ann.connection.send({ type: 'pong' });
    await node.deliver([entry(1)]);
    expect(seqsOf(await ann.frames())).toEqual(['pong', 1]);
  });

  it('does not open to who was removed while the memberships were asked for, and opens to who was added', async () => {
    const node = new Node();
    const [ann, bob] = [node.connect('ann'), node.connect('bob')];
    await node.deliver([entry(2, { memberships: [{ user: 'ann', from: 0 }] }), entry(3, { memberships: [{ user: 'bob', from: 3 }] })]);
    node.rooms.enter(ann.connection, [member]);
    node.rooms.enter(bob.connection, []);
    await node.deliver([entry(4)]);
    expect([seqsOf(await ann.frames()), seqsOf(await bob.frames())]).toEqual([[], [4]]);
  });

  it('keeps entries back until what was missed has been sent, and sends none twice', async () => {
    const node = new Node();
    const ann = node.connect('ann', { holding: true });
    node.rooms.enter(ann.connection, [member]);
    await node.deliver([entry(4), entry(5), entry(6)]);
    expect(await ann.frames()).toEqual([]);
    ann.connection.releaseHeld(new Map([[TEAM, 5]]));
    expect(seqsOf(await ann.frames())).toEqual([6]);
  });

  it('sends nothing again that was sent among what was missed, though it is delivered later', async () => {
    const node = new Node();
    const [ann, bob] = [node.connect('ann', { holding: true }), node.connect('bob')];
    for (const { connection } of [ann, bob]) node.rooms.enter(connection, [member]);
    await node.deliver([entry(3)]);
    ann.connection.releaseHeld(new Map([[TEAM, 5]]));
    for (const seq of [4, 5, 6, 7]) await node.deliver([entry(seq)]);
    expect([seqsOf(await ann.frames()), seqsOf(await bob.frames())]).toEqual([
      [6, 7],
      [3, 4, 5, 6, 7],
    ]);
    expect(ann.connection.choosesIn(TEAM)).toBe(false);
  });

  it('is wanted while somebody reads there', async () => {
    const node = new Node();
    const ann = node.connect('ann');
    node.rooms.enter(ann.connection, [member]);
    expect([...node.wanted]).toEqual([TEAM]);
    node.close(ann);
    expect([...node.wanted]).toEqual([]);
    node.wanted.add(TEAM);
    await node.deliver([entry(1)]);
    expect([...node.wanted]).toEqual([]);
  });
});

describe('what a node has written already', () => {
  const ack = { id: 'm1', conversation: TEAM, seq: 1, at: 1 };

  it('is not written again, but its sender is answered', async () => {
    const node = new Node();
    const [ann, bob] = [node.connect('ann'), node.connect('bob')];
    for (const { connection } of [ann, bob]) node.rooms.enter(connection, [member]);
    const deliveries = [entry(1, { session: ann.connection.session, ack }), entry(2)];
    await node.deliver(deliveries);
    await node.deliver([...deliveries, entry(3)]);
    expect((await ann.frames()).map(({ type }) => type)).toEqual(['ack', 'entry', 'ack', 'entry']);
    expect(seqsOf(await bob.frames())).toEqual([1, 2, 3]);
  });

  it('is not written again to the two of a direct conversation either', async () => {
    const node = new Node();
    const [ann, bob] = [node.connect('ann'), node.connect('bob')];
    const message = entry(1, { members: false, users: ['ann', 'bob'], session: ann.connection.session, ack });
    await node.deliver([message]);
    await node.deliver([message, deliveryOf({ users: ['bob'], typing: { conversation: TEAM, user: 'ann' } })]);
    expect((await ann.frames()).map(({ type }) => type)).toEqual(['ack', 'ack']);
    expect((await bob.frames()).map(({ type }) => type)).toEqual(['entry', 'typing']);
  });

  it('changes no memberships any more', async () => {
    const node = new Node();
    const ann = node.connect('ann');
    node.rooms.enter(ann.connection, [member]);
    const removed = entry(2, { memberships: [{ user: 'ann', from: 0 }] });
    await node.deliver([removed, entry(3, { users: ['ann'], memberships: [{ user: 'ann', from: 3 }] })]);
    await node.deliver([removed, entry(4)]);
    expect(seqsOf(await ann.frames())).toEqual([2, 3, 4]);
  });

  it('comes before what follows, also in a room whose sockets have to wait for their turn', async () => {
    const node = new Node();
    const sockets = Array.from({ length: 1_500 }, (_, n) => node.connect(`u${String(n)}`));
    for (const { connection } of sockets) node.rooms.enter(connection, [member]);
    const first = node.deliver([entry(1), entry(2)]);
    await Promise.all([first, node.deliver([entry(1), entry(2)]), node.deliver([entry(3)])]);
    for (const socket of [sockets[0], sockets[1_499]]) expect(seqsOf((await socket?.frames()) ?? [])).toEqual([1, 2, 3]);
  });

  it('may have gaps when somebody says so', async () => {
    const node = new Node();
    await node.deliveries.deliver({ deliveries: [], missed: true });
    expect(node.missed).toBe(true);
  });
});

/** What happens, and how far behind the node is: entries are decided first and delivered later. */
type Step =
  | { kind: 'message' }
  | { kind: 'change'; person: number }
  | { kind: 'deliver'; count: number }
  | { kind: 'connect'; person: number }
  | { kind: 'enter'; pick: number; lag: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'message' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('change' as const), person: fc.nat(1) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('deliver' as const), count: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('connect' as const), person: fc.nat(1) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('enter' as const), pick: fc.nat(20), lag: fc.nat(6) }) },
);

interface Client {
  user: string;
  socket: Socket;
  /** How much was decided when the session became known. */
  registeredAt: number;
  /** How much was delivered when the memberships were applied. */
  enteredAt: number | undefined;
  /** How much was decided as of the memberships that were applied. */
  knownAt: number;
}

/** Members since which entry, after the first `count` entries of the log. */
function membersAfter(log: readonly Delivery[], count: number): Map<string, number> {
  const members = new Map<string, number>();
  for (const { memberships, entry: decided } of log.slice(0, count)) {
    for (const { user, from } of memberships) {
      if (from === 0) members.delete(user);
      else members.set(user, decided?.seq ?? 0);
    }
  }
  return members;
}

async function play(steps: readonly Step[]): Promise<{ log: Delivery[]; clients: Client[] }> {
  const node = new Node();
  const log: Delivery[] = [];
  const clients: Client[] = [];
  let delivered = 0;
  const deliver = async (count: number): Promise<void> => {
    await node.deliver(log.slice(delivered, delivered + count));
    delivered = Math.min(log.length, delivered + count);
  };
  const enter = (client: Client, lag: number): void => {
    client.knownAt = Math.max(client.registeredAt, log.length - lag);
    const known = membersAfter(log, client.knownAt);
    const seq = known.get(client.user);
    client.enteredAt = delivered;
    node.rooms.enter(client.socket.connection, seq === undefined ? [] : [{ conversation: TEAM, from: seq, seq }]);
  };
  for (const item of steps) {
    const user = PEOPLE['person' in item ? item.person : 0] ?? '';
    if (item.kind === 'message') log.push(entry(log.length + 1));
    if (item.kind === 'change') {
      const from = membersAfter(log, log.length).has(user) ? 0 : log.length + 1;
      log.push(entry(log.length + 1, { memberships: [{ user, from }], users: [user] }));
    }
    if (item.kind === 'deliver') await deliver(item.count);
    if (item.kind === 'connect')
      clients.push({ user, socket: node.connect(user), registeredAt: log.length, enteredAt: undefined, knownAt: 0 });
    const waiting = clients.filter(({ enteredAt }) => enteredAt === undefined);
    const chosen = item.kind === 'enter' ? waiting[item.pick % Math.max(1, waiting.length)] : undefined;
    if (item.kind === 'enter' && chosen !== undefined) enter(chosen, item.lag);
  }
  for (const client of clients) if (client.enteredAt === undefined) enter(client, 0);
  await deliver(log.length);
  return { log, clients };
}

describe('the rooms of a node', () => {
  /** What was decided before the memberships were asked for is brought by the catching up that follows, if it does not come live. */
  it('give every socket what its user may read from its entering on, and nothing else, whatever is late', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { log, clients } = await play(steps);
        for (const { user, socket, enteredAt = 0, knownAt } of clients) {
          const isReader = (index: number): boolean => membersAfter(log, index).has(user) || membersAfter(log, index + 1).has(user);
          const readable = log.flatMap((_entry, index) => (index >= enteredAt && isReader(index) ? [index + 1] : []));
          const got = seqsOf(await socket.frames());
          expect(readable).toEqual(expect.arrayContaining(got));
          expect(got).toEqual(readable.filter((seq) => seq > knownAt || got.includes(seq)));
        }
      }),
      { numRuns: 500 },
    );
  });
});
