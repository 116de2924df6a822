import type { ParleyError } from './parley-error.js';
import { MemoryOutboxStore } from './outbox-store.js';
import { NO_FAULTS, conversationOf } from './testing/model-server.js';
import { Scene } from './testing/scene.js';

const CONVERSATION = conversationOf('ada', 'bob');
const BOB = { user: 'bob' };

describe('a client', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = new Scene();
    await scene.connect();
  });
  afterEach(() => scene.client.close());

  it('goes from signed out over connecting and catching up to ready', () => {
    expect(scene.states).toEqual(['connecting', 'catching-up', 'ready']);
  });

  it('tells of a message until it has been read', async () => {
    const handle = scene.client.send(BOB, 'hello');
    await scene.clock.advance(100);
    await expect(handle.sent()).resolves.toMatchObject({ conversation: CONVERSATION, seq: 1 });
    scene.socket.deliver({ type: 'receipt', conversation: CONVERSATION, user: 'bob', received: 1, read: 0 });
    scene.socket.deliver({ type: 'receipt', conversation: CONVERSATION, user: 'bob', received: 1, read: 1 });
    await scene.clock.advance(100);
    expect(scene.outgoing.map((message) => message.state)).toEqual(['sending', 'sent', 'delivered', 'read']);
    expect(handle.message.state).toBe('read');
  });

  it('hands over its own message as an entry, with the ordinal that the acknowledgement does not tell', async () => {
    scene.server.append('bob', 'ada', 'b1', 'earlier');
    scene.client.send(BOB, 'hello');
    await scene.clock.advance(5_000);
    expect(scene.entries).toMatchObject([{ seq: 2, ordinal: 2, from: 'ada', body: 'hello' }]);
  });

  it('names the message before it, as long as that one has no answer', async () => {
    const ids = ['one', 'two', 'three'].map((body) => scene.client.send(BOB, body).id);
    await scene.clock.advance(1);
    expect(scene.sent('send').map(({ id, after }) => [id, after])).toEqual([
      [ids[0], undefined],
      [ids[1], ids[0]],
      [ids[2], ids[1]],
    ]);
    await scene.clock.advance(100);
    scene.client.send(BOB, 'four');
    await scene.clock.advance(1);
    expect(scene.sent('send').at(-1)).not.toHaveProperty('after');
  });

  it('fails a message that is refused for good, and sends the ones behind it without it', async () => {
    const failing = scene.client.send(BOB, 'poison');
    const next = scene.client.send(BOB, 'next');
    await scene.clock.advance(5_000);
    await expect(failing.sent()).rejects.toMatchObject({ code: 'forbidden' } satisfies Partial<ParleyError>);
    await expect(next.sent()).resolves.toMatchObject({ seq: 1 });
    expect(scene.client.outgoing()).toMatchObject([{ id: failing.id, state: 'failed' }]);
    failing.discard();
    expect(scene.client.outgoing()).toEqual([]);
  });

  it('tries a failed message again when it is asked to', async () => {
    const handle = scene.client.send(BOB, 'poison');
    await scene.clock.advance(1_000);
    handle.retry();
    expect(handle.message.state).toBe('sending');
    await scene.clock.advance(1_000);
    expect(handle.message.state).toBe('failed');
    expect(scene.sent('send').map(({ id }) => id)).toEqual([handle.id, handle.id]);
  });

  it('sends again on the same socket what stays without an answer', async () => {
    scene.server.faults = { ...NO_FAULTS, unanswered: 1 };
    const handle = scene.client.send(BOB, 'hello');
    await scene.clock.advance(2_000);
    scene.server.faults = NO_FAULTS;
    await scene.clock.advance(10_000);
    await expect(handle.sent()).resolves.toMatchObject({ seq: 1 });
    expect(scene.sockets).toHaveLength(1);
    expect(scene.entries).toHaveLength(1);
  });

  it('waits as long as the server asks before it tries again', async () => {
    scene.server.faults = { ...NO_FAULTS, refused: 1 };
    scene.client.send(BOB, 'hello');
    await scene.clock.advance(100);
    scene.server.faults = NO_FAULTS;
    expect(scene.sent('send')).toHaveLength(1);
    await scene.clock.advance(1_000);
    expect(scene.server.entries(CONVERSATION)).toHaveLength(1);
  });

  it('takes its own entry for the acknowledgement that was lost', async () => {
    scene.socket.silence();
    const handle = scene.client.send(BOB, 'hello');
    await scene.clock.advance(1);
    scene.server.append('ada', 'bob', handle.id, 'hello');
    scene.socket.end();
    await scene.clock.advance(5_000);
    await expect(handle.sent()).resolves.toMatchObject({ seq: 1 });
    expect(scene.entries.map((entry) => entry.seq)).toEqual([1]);
  });

  it('holds back what comes after a hole, and fetches the hole', async () => {
    scene.server.append('bob', 'ada', 'b1', 'one');
    await scene.client.conversations();
    scene.server.append('bob', 'ada', 'b2', 'two');
    const third = scene.server.append('bob', 'ada', 'b3', 'three');
    scene.socket.deliver({ type: 'entry', ...third });
    scene.socket.deliver({ type: 'entry', ...third });
    await scene.clock.advance(100);
    expect(scene.entries.map((entry) => entry.body)).toEqual(['two', 'three']);
  });

  it('leaves a long hole to the application and goes on behind it', async () => {
    scene.server.append('bob', 'ada', 'b1', 'one');
    await scene.client.conversations();
    scene.server.missedLimit = 10;
    const changes: unknown[] = [];
    scene.client.on('changes', (list) => changes.push(...list));
    scene.socket.end();
    for (let n = 0; n < 1_100; n += 1) scene.server.append('bob', 'ada', `many-${String(n)}`, 'many');
    await scene.clock.advance(5_000);
    expect(changes).toMatchObject([{ after: 1, summary: { head: 1_101 } }]);
    scene.socket.deliver({ type: 'entry', ...scene.server.append('bob', 'ada', 'next', 'next') });
    await scene.clock.advance(100);
    expect(scene.entries.map((entry) => entry.seq)).toEqual([1_102]);
  });

  it('acknowledges what it has received, once for many entries', async () => {
    for (let n = 0; n < 20; n += 1) scene.socket.deliver({ type: 'entry', ...scene.server.append('bob', 'ada', `b${String(n)}`, 'x') });
    await scene.clock.advance(500);
    expect(scene.sent('received')).toMatchObject([{ conversation: CONVERSATION, seq: 20 }]);
  });

  it('tells the next socket how far the user has read, if the last one may not have heard it', async () => {
    scene.socket.silence();
    scene.client.read(CONVERSATION, 7);
    await scene.clock.advance(60_000);
    expect(scene.sent('read')).toMatchObject([{ conversation: CONVERSATION, seq: 7 }]);
    scene.client.read(CONVERSATION, 5);
    await scene.clock.advance(1_000);
    expect(scene.sent('read')).toHaveLength(1);
  });

  it('asks each new socket for the presence of whom it watches', async () => {
    const end = scene.client.watch(['bob']);
    scene.socket.end();
    await scene.clock.advance(5_000);
    expect(scene.sent('watch')).toMatchObject([{ users: ['bob'] }]);
    end();
    expect(scene.sent('unwatch')).toMatchObject([{ users: ['bob'] }]);
  });
});

describe('a client that starts again', () => {
  it('sends what its outbox store holds, in order and once', async () => {
    const outboxStore = new MemoryOutboxStore();
    const before = new Scene({ outboxStore });
    await before.connect();
    before.socket.silence();
    const ids = ['one', 'two'].map((body) => before.client.send(BOB, body).id);
    await before.clock.advance(10);
    before.client.close();

    const after = new Scene({ outboxStore });
    await after.connect();
    await after.clock.advance(1_000);
    expect(after.server.entries(CONVERSATION).map((entry) => entry.id)).toEqual(ids);
    expect(after.client.outgoing()).toEqual([]);
    after.client.close();
  });
});
