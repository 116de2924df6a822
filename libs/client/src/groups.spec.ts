import type { MembershipChange } from './model.js';
import type { Entry, ReceiptCounts } from './protocol.js';
import { NO_FAULTS } from './testing/model-server.js';
import { systemEvent } from './testing/model-group.js';
import { Scene } from './testing/scene.js';

const CLUB = { group: 'club' };
const CONVERSATION = 'group:club';

describe('a client in groups', () => {
  let scene: Scene;
  let memberships: MembershipChange[];
  beforeEach(async () => {
    scene = new Scene();
    memberships = [];
    scene.client.on('membership', (change) => memberships.push(change));
    scene.server.change('club', 'bob', systemEvent('created', ['ada', 'cleo']));
    await scene.connect();
    await scene.client.conversations();
  });
  afterEach(() => scene.client.close());

  /** Bob writes; the frame to Ada is lost unless she is told. */
  function write(body: string, { told }: { told: boolean }): Entry {
    const entry = scene.server.appendTo(CONVERSATION, { id: body, from: 'bob', body });
    if (told) scene.socket.deliver({ type: 'entry', ...entry });
    return entry;
  }

  it('sends to a group, with mentions, and hands its message over with them', async () => {
    const handle = scene.client.send(CLUB, 'hello', { mentions: ['bob'] });
    await scene.clock.advance(1_000);
    expect(scene.sent('send')).toMatchObject([{ to: CLUB, mentions: ['bob'] }]);
    await expect(handle.sent()).resolves.toMatchObject({ conversation: CONVERSATION, seq: 2 });
    expect(handle.message).toMatchObject({ to: CLUB, mentions: ['bob'] });
    expect(scene.entries).toMatchObject([{ seq: 2, ordinal: 1, from: 'ada', body: 'hello', mentions: ['bob'] }]);
  });

  it('keeps the order of each recipient by itself', async () => {
    const [first, , third] = [scene.client.send(CLUB, 'one'), scene.client.send({ user: 'bob' }, 'two'), scene.client.send(CLUB, 'three')];
    await scene.clock.advance(1);
    expect(scene.sent('send').map(({ after }) => after)).toEqual([undefined, undefined, first.id]);
    await scene.clock.advance(100);
    await expect(third.sent()).resolves.toMatchObject({ seq: 3 });
  });

  it('fails what is sent by one who is no member', async () => {
    scene.server.change('club', 'bob', systemEvent('removed', ['ada']));
    const handle = scene.client.send(CLUB, 'hello');
    await scene.clock.advance(1_000);
    await expect(handle.sent()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('does not keep a queue waiting ever longer of which each one fails', async () => {
    scene.server.change('club', 'bob', systemEvent('removed', ['ada']));
    const handles = Array.from({ length: 10 }, (_, n) => scene.client.send(CLUB, `message ${String(n)}`));
    await scene.clock.advance(3_000);
    expect(handles.map(({ message }) => message.state)).toEqual(handles.map(() => 'failed'));
  });

  it('fills a hole over the socket, whatever service keeps the conversation', async () => {
    write('two', { told: false });
    write('three', { told: true });
    await scene.clock.advance(1_000);
    expect(scene.entries.map(({ seq }) => seq)).toEqual([2, 3]);
    expect(scene.sent('history')).toMatchObject([{ conversation: CONVERSATION, after: 1 }]);
  });

  it('tells of the end of a membership, with a hole before it that nobody may read any more, and asks once', async () => {
    write('two', { told: false });
    write('three', { told: true });
    scene.server.change('club', 'bob', systemEvent('removed', ['ada']));
    await scene.clock.advance(60_000);
    expect(scene.entries.map(({ seq }) => seq)).toEqual([3, 4]);
    expect(memberships).toMatchObject([{ conversation: CONVERSATION, member: false, entry: { seq: 4 } }]);
    expect(scene.sent('history')).toHaveLength(1);
  });

  it('takes what lies before a return for history', async () => {
    scene.server.change('club', 'ada', systemEvent('left', ['ada']));
    for (const body of ['three', 'four']) write(body, { told: false });
    scene.server.change('club', 'ada', systemEvent('joined', ['ada']));
    write('six', { told: true });
    await scene.clock.advance(1_000);
    expect(scene.entries.map(({ seq }) => seq)).toEqual([2, 5, 6]);
    expect(memberships.map(({ member }) => member)).toEqual([false, true]);
    expect(scene.sent('history')).toEqual([]);
  });

  it('finds out from a page that it has returned', async () => {
    scene.server.change('club', 'ada', systemEvent('left', ['ada']));
    await scene.clock.advance(1_000);
    scene.server.faults = { ...NO_FAULTS, dropped: 1 };
    write('three', { told: false });
    scene.server.change('club', 'ada', systemEvent('joined', ['ada']));
    await scene.clock.advance(1_000);
    scene.server.faults = NO_FAULTS;
    write('five', { told: true });
    await scene.clock.advance(1_000);
    expect(scene.entries.map(({ seq }) => seq)).toEqual([2, 4, 5]);
  });

  it('tells of a return by more than is sent as of a conversation that it does not know', async () => {
    scene.server.missedLimit = 2;
    const changes: unknown[] = [];
    scene.client.on('changes', (list) => changes.push(...list));
    scene.socket.end();
    scene.server.change('club', 'ada', systemEvent('left', ['ada']));
    scene.server.change('club', 'ada', systemEvent('joined', ['ada']));
    for (const body of ['four', 'five', 'six']) write(body, { told: false });
    await scene.clock.advance(5_000);
    expect(changes).toMatchObject([{ after: undefined, summary: { from: 3, head: 6 } }]);
    expect(scene.entries).toEqual([]);
  });

  it('says nothing of its cursors to a group that it has left', async () => {
    write('two', { told: true });
    scene.server.change('club', 'ada', systemEvent('left', ['ada']));
    scene.client.read(CONVERSATION, 1);
    await scene.clock.advance(10_000);
    expect([...scene.sent('received'), ...scene.sent('read')]).toEqual([]);
  });

  it('acknowledges less often in groups, and nothing beside that it has read', async () => {
    write('two', { told: true });
    await scene.clock.advance(400);
    expect(scene.sent('received')).toEqual([]);
    write('three', { told: true });
    await scene.clock.advance(1_000);
    expect(scene.sent('received')).toMatchObject([{ seq: 3 }]);
    write('four', { told: true });
    await scene.clock.advance(100);
    scene.client.read(CONVERSATION, 4);
    await scene.clock.advance(160);
    expect(scene.sent('read')).toMatchObject([{ seq: 4 }]);
    await scene.clock.advance(5_000);
    expect(scene.sent('received')).toHaveLength(1);
  });

  it('takes a message for delivered and read as soon as one member has it', async () => {
    const handle = scene.client.send(CLUB, 'hello');
    await scene.clock.advance(100);
    scene.socket.deliver({ type: 'receipt', conversation: CONVERSATION, user: 'bob', received: 2, read: 0 });
    await scene.clock.advance(100);
    expect(handle.message.state).toBe('delivered');
    scene.socket.deliver({ type: 'receipt', conversation: CONVERSATION, user: 'cleo', received: 2, read: 2 });
    await scene.clock.advance(100);
    expect(handle.message.state).toBe('read');
  });

  it('takes counts of a large group for receipts, and tells them', async () => {
    const counts: ReceiptCounts[] = [];
    scene.client.on('receipts', (value) => counts.push(value));
    const handle = scene.client.send(CLUB, 'hello');
    await scene.clock.advance(100);
    const [first, second] = [
      { conversation: CONVERSATION, seq: 2, received: 0, read: 0 },
      { conversation: CONVERSATION, seq: 2, received: 3, read: 0 },
    ];
    scene.socket.deliver({ type: 'receipts', ...first });
    await scene.clock.advance(100);
    expect(handle.message.state).toBe('sent');
    scene.socket.deliver({ type: 'receipts', ...second });
    await scene.clock.advance(100);
    expect(handle.message.state).toBe('delivered');
    expect(counts).toEqual([first, second]);
  });

  it('asks the next socket for a page that the last one did not answer', async () => {
    scene.socket.silence();
    const page = scene.client.history(CONVERSATION);
    await scene.clock.advance(100);
    scene.socket.end();
    await scene.clock.advance(2_000);
    await expect(page).resolves.toMatchObject({ entries: [{ seq: 1 }], more: false });
  });

  it('gives a page up after a while, and at once when it is closed', async () => {
    scene.socket.silence();
    const slow = expect(scene.client.history(CONVERSATION)).rejects.toMatchObject({ code: 'unavailable' });
    await scene.clock.advance(14_000);
    const closed = expect(scene.client.history(CONVERSATION)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The client was closed.',
    });
    await scene.clock.advance(2_000);
    await slow;
    scene.client.close();
    await closed;
    await expect(scene.client.history(CONVERSATION)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
