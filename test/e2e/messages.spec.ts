import type { Account } from '../support/api.js';
import { target } from '../support/target.js';
import { Wire } from '../support/wire.js';

const api = target();

describe('direct messages', () => {
  let ada: Account;
  let bob: Account;
  const wires: Wire[] = [];
  const open = async (account: Account, since?: string): Promise<Wire> => {
    const wire = await Wire.ready(api, account, since);
    wires.push(wire);
    return wire;
  };
  beforeEach(async () => {
    [ada, bob] = (await api.registerAll('ada', 'bob')) as [Account, Account];
  });
  afterEach(async () => {
    await Promise.all(wires.splice(0).map((wire) => wire.close()));
  });

  it('go both ways, and get their places in one order', async () => {
    const [a, b] = [await open(ada), await open(bob)];
    const first = await a.post(bob, 'hello bob');
    const second = await b.post(ada, 'hello ada');
    expect(await b.next('entry')).toMatchObject({
      seq: 1,
      ordinal: 1,
      kind: 'message',
      from: ada.id,
      body: 'hello bob',
      id: first.id,
      at: first.at,
    });
    expect(await a.next('entry')).toMatchObject({ seq: 2, ordinal: 2, from: bob.id, body: 'hello ada' });
    expect([first.seq, second.seq]).toEqual([1, 2]);
    expect(second.conversation).toBe(first.conversation);
    expect(await api.conversation(ada, bob)).toBe(first.conversation);
  });

  it('wait for a recipient who is away, and come before `ready`', async () => {
    const before = await open(bob);
    await before.close();
    const a = await open(ada);
    for (let n = 1; n <= 5; n += 1) await a.post(bob, `while you were away ${String(n)}`);
    const b = await open(bob, before.since);
    expect(b.all('entry').map((entry) => entry.seq)).toEqual([1, 2, 3, 4, 5]);
    expect(b.all('ready')).toMatchObject([{ since: expect.any(String) as string }]);
  });

  it('are listed for a device that was never there before, which is told to load what it shows', async () => {
    const a = await open(ada);
    const { conversation } = await a.post(bob, 'welcome');
    const b = await open(bob);
    expect(b.all('ready')).toMatchObject([{ reset: true }]);
    expect(await api.summary(bob, conversation)).toMatchObject({ user: ada.id, head: 1, read: 0, unread: 1, last: { body: 'welcome' } });
  });

  it('reach every device of both, each of which catches up with what it missed itself', async () => {
    const laptop = await open(bob);
    const phone = await open(await api.login(bob));
    const a = await open(ada);
    await a.post(bob, 'one');
    await Promise.all([laptop.next('entry'), phone.next('entry')]);
    await phone.close();
    await a.post(bob, 'two');
    await laptop.next('entry');
    await laptop.close();
    await a.post(bob, 'three');
    const [laptopAgain, phoneAgain] = [await open(bob, laptop.since), await open(bob, phone.since)];
    expect(laptopAgain.all('entry').map((entry) => entry.body)).toContain('three');
    expect(phoneAgain.all('entry').map((entry) => entry.body)).toEqual(expect.arrayContaining(['two', 'three']));
    const seqs = phoneAgain.all('entry').map((entry) => entry.seq);
    expect(seqs).toEqual([...seqs].sort((x, y) => x - y));
  });

  it('come to the sender’s other device too, and not to the one that sent them', async () => {
    const laptop = await open(ada);
    const phone = await open(await api.login(ada));
    const { id } = await laptop.post(bob, 'from my laptop');
    expect(await phone.next('entry')).toMatchObject({ id, from: ada.id });
    await laptop.settled();
    expect(laptop.all('entry')).toEqual([]);
  });

  it('tell of a conversation that moved by more than is sent, instead of sending it all', async () => {
    const before = await open(bob);
    await before.close();
    const a = await open(ada);
    const acks = await Promise.all(Array.from({ length: 150 }, (_, n) => a.post(bob, `many ${String(n)}`)));
    const b = await open(bob, before.since);
    const changed = b.all('changes').flatMap((frame) => frame.conversations);
    expect(changed).toMatchObject([{ conversation: acks[0]?.conversation, head: 150, unread: 150 }]);
    expect(b.all('entry').length).toBeLessThanOrEqual(100);
  });

  it('sent again with the same id get the same place, on any device and over REST', async () => {
    const a = await open(ada);
    const first = await a.post(bob, 'once');
    await a.post(bob, 'another');
    expect(await a.post(bob, 'once', first.id)).toEqual(first);
    const elsewhere = await open(await api.login(ada));
    expect(await elsewhere.post(bob, 'once', first.id)).toEqual(first);
    const { id, conversation, seq, at } = first;
    const rest = await api.call('POST', '/message-service/messages', {
      token: ada.accessToken,
      body: { id: first.id, to: { user: bob.id }, body: 'once' },
    });
    expect(rest).toMatchObject({ status: 200, body: { id, conversation, seq, at } });
    expect((await api.entries(bob, first.conversation)).entries).toHaveLength(2);
  });

  it('keep the order of their sender, many in flight', async () => {
    const [a, b] = [await open(ada), await open(bob)];
    const bodies = Array.from({ length: 300 }, (_, n) => String(n));
    let after: string | undefined;
    for (const body of bodies) {
      const id = crypto.randomUUID();
      a.send({ type: 'send', id, to: { user: bob.id }, body, ...(after !== undefined && { after }) });
      after = id;
    }
    await b.next('entry', (entry) => entry.body === '299');
    expect(b.all('entry').map((entry) => entry.body)).toEqual(bodies);
    expect(b.all('entry').map((entry) => entry.seq)).toEqual(bodies.map((_, n) => n + 1));
  });

  it('are refused as out of order behind one that was not accepted', async () => {
    const a = await open(ada);
    a.send({ type: 'send', id: 'second', to: { user: bob.id }, body: 'second', after: 'never-sent' });
    expect(await a.answer('second')).toMatchObject({ type: 'error', code: 'out_of_order' });
    await a.post(bob, 'first', 'never-sent');
    a.send({ type: 'send', id: 'second', to: { user: bob.id }, body: 'second', after: 'never-sent' });
    expect(await a.ack('second')).toMatchObject({ seq: 2 });
  });

  it('mention nobody but the other', async () => {
    const [a, b] = [await open(ada), await open(bob)];
    const cem = await api.register('cem');
    a.send({ type: 'send', id: 'mention', to: { user: bob.id }, body: 'hello @bob', mentions: [ada.id, bob.id, cem.id] });
    const { conversation } = await a.ack('mention');
    expect(await b.next('entry')).toMatchObject({ id: 'mention', mentions: [bob.id] });
    expect(await api.summary(bob, conversation)).toMatchObject({ unread: 1, mentions: 1 });
    expect(await api.summary(ada, conversation)).toMatchObject({ unread: 0, mentions: 0 });
  });

  it('of every kind of text arrive as they were', async () => {
    const [a, b] = [await open(ada), await open(bob)];
    for (const body of ['Grüße 👩‍👩‍👧‍👦', '"quotes" \\ and \n lines', '‮right to left', 'é'.normalize('NFD')]) {
      await a.post(bob, body);
      expect((await b.next('entry')).body).toBe(body);
    }
  });
});
