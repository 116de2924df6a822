import type { Entry, Group, HistoryPolicy } from '../../libs/client/src/index.js';
import type { Account } from '../support/api.js';
import { target } from '../support/target.js';
import { Wire } from '../support/wire.js';

const api = target();
const { groups } = api;

/** Who reads what: from the entry that made them members to the one that ended it, and then nothing until they return. */
describe('of a group’s history', () => {
  let ada: Account;
  let bob: Account;
  let cem: Account;
  let a: Wire;
  const wires: Wire[] = [];
  const open = async (account: Account, since?: string): Promise<Wire> => {
    const wire = await Wire.ready(api, account, since);
    wires.push(wire);
    return wire;
  };
  beforeEach(async () => {
    [ada, bob, cem] = (await api.registerAll('ada', 'bob', 'cem')) as [Account, Account, Account];
    a = await open(ada);
  });
  afterEach(() => Promise.all(wires.splice(0).map((wire) => wire.close())));

  const seqs = (entries: readonly Entry[]): number[] => entries.map((entry) => entry.seq);
  const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);
  const say = async (group: Group, ...bodies: string[]): Promise<number> => {
    let last = 0;
    for (const body of bodies) last = (await a.postTo(group, body)).seq;
    return last;
  };
  /** A group with one message before cem was added: 1 created, 2 message, 3 added, 4 message. */
  const withLateComer = async (history: HistoryPolicy): Promise<Group> => {
    const group = await groups.create(ada, { history, members: [bob] });
    await say(group, 'before cem');
    await groups.add(ada, group, cem);
    await say(group, 'with cem');
    return group;
  };
  const page = async (wire: Wire, { conversation }: Group, more: { before?: number; after?: number } = {}): Promise<number[]> => {
    const id = crypto.randomUUID();
    wire.send({ type: 'history', id, conversation, ...more });
    return seqs((await wire.next('page', (frame) => frame.id === id)).entries);
  };
  /** Every way to reach a group’s conversation, for who is no member: each finds nothing. */
  const expectNothing = async (account: Account, wire: Wire, group: Group): Promise<void> => {
    const { conversation } = group;
    const token = account.accessToken;
    const path = `/group-message-service/conversations/${conversation}`;
    for (const query of ['', '?after=0', '?before=3', '?before=1000&limit=200'])
      expect(await api.call('GET', `${path}/entries${query}`, { token })).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await api.call('GET', `${path}/receipts?seq=1`, { token })).toMatchObject({ status: 404 });
    expect(await api.call('POST', `${path}/cursors`, { token, body: { read: 1 } })).toMatchObject({ status: 404 });
    const message = { id: crypto.randomUUID(), to: { group: group.id }, body: 'let me in' };
    expect(await api.call('POST', '/group-message-service/messages', { token, body: message })).toMatchObject({ status: 404 });
    expect(await wire.refusal({ type: 'send', ...message })).toMatchObject({ code: 'not_found', field: 'to.group' });
    expect(await wire.refusal({ type: 'history', id: crypto.randomUUID(), conversation })).toMatchObject({ code: 'not_found' });
    expect(await wire.refusal({ type: 'typing', id: crypto.randomUUID(), conversation })).toMatchObject({ code: 'not_found' });
    for (const type of ['received', 'read'] as const)
      expect(await wire.refusal({ type, id: crypto.randomUUID(), conversation, seq: 1 })).toMatchObject({ code: 'not_found' });
    expect(await groups.summary(account, group)).toBeUndefined();
    const behind = await api.get<{ conversations: { conversation: string }[] }>(account, '/relay-service/behind');
    expect(behind.conversations.map((row) => row.conversation)).not.toContain(conversation);
  };

  it('a member who is added later sees what begins with their coming', async () => {
    const before = await open(cem);
    const group = await withLateComer('since_join');
    await before.next('entry', ({ seq }) => seq === 4);
    expect(seqs(before.entriesOf(group))).toEqual([3, 4]);
    expect(seqs(await groups.story(cem, group))).toEqual([3, 4]);
    expect(await groups.entries(cem, group, '?before=4')).toMatchObject({ entries: [{ seq: 3 }], more: false });
    expect(await groups.entries(cem, group, '?before=3')).toEqual({ entries: [], more: false });
    expect(await page(before, group)).toEqual([3, 4]);
    expect(await page(before, group, { before: 3 })).toEqual([]);
    expect(await page(before, group, { after: 0 })).toEqual([3, 4]);
    expect(await groups.summary(cem, group)).toMatchObject({ from: 3, head: 4, read: 3, unread: 1, last: { seq: 4 } });
    await expect(groups.receipts(cem, group, '?seq=2')).rejects.toThrow('404');
    expect(seqs(await groups.story(bob, group))).toEqual([1, 2, 3, 4]);
  });

  it('a member who is added later sees all of it where the group says so', async () => {
    const before = await open(cem);
    const group = await withLateComer('full');
    await before.next('entry', ({ seq }) => seq === 4);
    expect(seqs(before.entriesOf(group))).toEqual([3, 4]);
    expect(seqs(await groups.story(cem, group))).toEqual([1, 2, 3, 4]);
    expect(await page(before, group, { before: 3 })).toEqual([1, 2]);
    expect(await groups.summary(cem, group)).toMatchObject({ from: 1, head: 4, read: 3, unread: 1, last: { seq: 4 } });
    expect(await groups.receipts(cem, group, '?seq=2')).toMatchObject({ received: expect.any(Number) as number });
  });

  it('an answer may name a message that not everybody may read', async () => {
    const c = await open(cem);
    const group = await withLateComer('since_join');
    const { seq } = await a.postTo(group, 'about the first', { replyTo: 2 });
    expect(await c.next('entry', (entry) => entry.seq === seq)).toMatchObject({ replyTo: 2, body: 'about the first' });
    const own = await c.postTo(group, 'which one?', { replyTo: 2 });
    expect((await groups.story(cem, group)).at(-1)).toMatchObject({ seq: own.seq, replyTo: 2 });
  });

  it('who was added while away gets what came since then on the next connect', async () => {
    const before = await open(cem);
    await before.close();
    const group = await withLateComer('since_join');
    const after = await open(cem, before.since);
    expect(seqs(after.entriesOf(group))).toEqual([3, 4]);
    expect(after.all('ready')).toMatchObject([{ since: expect.any(String) as string }]);
    await say(group, 'live again');
    await after.next('entry', ({ seq }) => seq === 5);
  });

  it('who was added while away to a group that shows everything can read back from there', async () => {
    const before = await open(cem);
    await before.close();
    const group = await withLateComer('full');
    const after = await open(cem, before.since);
    expect(seqs(after.entriesOf(group)).slice(-2)).toEqual([3, 4]);
    expect(await page(after, group, { before: 3 })).toEqual([1, 2]);
  });

  it('who was added while away and missed too much is told from where it may be read', async () => {
    const before = await open(cem);
    await before.close();
    const group = await withLateComer('since_join');
    const last = await say(group, ...range(1, 120).map(String));
    const after = await open(cem, before.since);
    const changed = after.all('changes').flatMap(({ conversations }) => conversations);
    expect(changed).toMatchObject([{ conversation: group.conversation, group: group.id, from: 3, head: last, unread: 121 }]);
    expect(after.entriesOf(group)).toEqual([]);
    expect(seqs(await groups.story(cem, group))).toEqual(range(3, last));
  });

  it.each(['since_join', 'full'] as const)('a removed member sees the end, and then nothing (%s)', async (history) => {
    const c = await open(cem);
    const group = await withLateComer(history);
    await groups.remove(ada, group, cem);
    const last = await say(group, 'without cem', 'again');
    expect(await c.next('entry', ({ seq }) => seq === 5)).toMatchObject({ system: { event: 'removed', users: [cem.id], role: '' } });
    await expectNothing(cem, c, group);
    a.send({ type: 'typing', conversation: group.conversation });
    a.send({ type: 'read', conversation: group.conversation, seq: last });
    await a.settled();
    await c.settled();
    expect(seqs(c.entriesOf(group))).toEqual([3, 4, 5]);
    expect(c.all('typing')).toEqual([]);
    expect(c.all('receipt').filter((receipt) => receipt.read >= last)).toEqual([]);
  });

  it('who leaves sees the end, and then nothing', async () => {
    const c = await open(cem);
    const group = await withLateComer('since_join');
    await groups.leave(cem, group);
    await say(group, 'without cem');
    expect(await c.next('entry', ({ seq }) => seq === 5)).toMatchObject({ from: cem.id, system: { event: 'left', users: [cem.id] } });
    await expectNothing(cem, c, group);
    expect(seqs(c.entriesOf(group))).toEqual([3, 4, 5]);
  });

  it('who was removed while away gets what they missed up to the end, and nothing later', async () => {
    const before = await open(cem);
    const group = await withLateComer('since_join');
    await before.next('entry', ({ seq }) => seq === 4);
    await before.close();
    await say(group, 'missed', 'missed too');
    await groups.remove(ada, group, cem);
    await say(group, 'without cem');
    const after = await open(cem, before.since);
    expect(seqs(after.entriesOf(group)).filter((seq) => seq > 4)).toEqual([5, 6, 7]);
    expect(after.entriesOf(group).at(-1)).toMatchObject({ system: { event: 'removed', users: [cem.id] } });
    expect(after.all('changes')).toEqual([]);
    await expectNothing(cem, after, group);
    await after.close();
    await say(group, 'and later');
    const later = await open(cem, after.since);
    expect(seqs(later.entriesOf(group)).filter((seq) => seq > 7)).toEqual([]);
  });

  it('who was removed while away and missed too much is told of the newest before the end', async () => {
    const before = await open(cem);
    const group = await withLateComer('since_join');
    await before.next('entry', ({ seq }) => seq === 4);
    await before.close();
    const last = await say(group, ...range(1, 110).map(String));
    await groups.remove(ada, group, cem);
    await say(group, 'without cem');
    const after = await open(cem, before.since);
    expect(seqs(after.entriesOf(group))).toEqual(range(last - 98, last + 1));
    expect(after.entriesOf(group).at(-1)).toMatchObject({ system: { event: 'removed', users: [cem.id] } });
    expect(after.all('changes')).toEqual([]);
  });

  it('who was added and removed while away sees no more than that', async () => {
    const before = await open(cem);
    await before.close();
    const group = await withLateComer('since_join');
    await groups.remove(ada, group, cem);
    await say(group, 'without cem');
    const after = await open(cem, before.since);
    expect(seqs(after.entriesOf(group))).toEqual([3, 4, 5]);
    await expectNothing(cem, after, group);
  });

  it('who returns sees what begins with their return', async () => {
    const c = await open(cem);
    const group = await withLateComer('since_join');
    await groups.remove(ada, group, cem);
    await say(group, 'without cem');
    await groups.add(ada, group, cem);
    await say(group, 'with cem again');
    await c.next('entry', ({ seq }) => seq === 8);
    expect(seqs(c.entriesOf(group))).toEqual([3, 4, 5, 7, 8]);
    expect(seqs(await groups.story(cem, group))).toEqual([7, 8]);
    expect(await page(c, group, { after: 0 })).toEqual([7, 8]);
    expect(await groups.summary(cem, group)).toMatchObject({ from: 7, unread: 1, read: 7 });
    expect((await c.postTo(group, 'here I am')).seq).toBe(9);
  });

  it('who went and returned while away gets nothing of what lies between', async () => {
    const before = await open(cem);
    const group = await withLateComer('since_join');
    await before.next('entry', ({ seq }) => seq === 4);
    await before.close();
    await groups.remove(ada, group, cem);
    await say(group, 'without cem');
    await groups.add(ada, group, cem);
    await say(group, 'with cem again');
    const after = await open(cem, before.since);
    const seen = seqs(after.entriesOf(group)).filter((seq) => seq > 4);
    expect(seen).not.toContain(6);
    expect(seen.slice(-2)).toEqual([7, 8]);
  });

  it('who returns to a group that shows everything sees also what was between', async () => {
    const group = await withLateComer('full');
    await groups.remove(ada, group, cem);
    await say(group, 'without cem');
    await groups.add(ada, group, cem);
    expect(seqs(await groups.story(cem, group))).toEqual(range(1, 7));
  });

  it('a resend of what was accepted before the removal gets its old place, and stores nothing', async () => {
    const c = await open(cem);
    const group = await withLateComer('since_join');
    const accepted = await c.postTo(group, 'while I was here', { id: 'before-the-end' });
    await groups.remove(ada, group, cem);
    await expectNothing(cem, c, group);
    expect(await c.postTo(group, 'while I was here', { id: 'before-the-end' })).toEqual(accepted);
    const body = { id: 'before-the-end', to: { group: group.id }, body: 'while I was here' };
    expect({ type: 'ack', ...(await api.post<object>(cem, '/group-message-service/messages', body)) }).toEqual(accepted);
    expect(seqs(await groups.story(ada, group))).toEqual(range(1, 6));
  });

  it('a member who has no earlier `since` is told to load, and loads from their coming on', async () => {
    const group = await withLateComer('since_join');
    const c = await open(cem);
    expect(c.all('ready')).toMatchObject([{ reset: true }]);
    expect(c.entriesOf(group)).toEqual([]);
    expect(seqs(await groups.story(cem, group))).toEqual([3, 4]);
    await say(group, 'live');
    await c.next('entry', ({ seq }) => seq === 5);
  });
});
