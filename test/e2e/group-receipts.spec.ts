import type { Group, Receipt } from '../../libs/client/src/index.js';
import type { Account } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { target } from '../support/target.js';
import { Wire } from '../support/wire.js';

const api = target();
const { groups } = api;
/** Beyond so many members authors hear counts, and typing is told once a second. */
const SMALL_GROUP = 50;

describe('in a small group', () => {
  let ada: Account;
  let bob: Account;
  let cem: Account;
  let group: Group;
  let wires: [Wire, Wire, Wire];
  beforeEach(async () => {
    [ada, bob, cem] = (await api.registerAll('ada', 'bob', 'cem')) as [Account, Account, Account];
    wires = await Promise.all([Wire.ready(api, ada), Wire.ready(api, bob), Wire.ready(api, cem)]);
    group = await groups.create(ada, { members: [bob, cem] });
    for (const body of ['one', 'two']) await wires[0].postTo(group, body);
  });
  afterEach(() => Promise.all(wires.map((wire) => wire.close())));

  it('everybody hears how far everybody has come', async () => {
    const [, b] = wires;
    const { conversation } = group;
    b.send({ type: 'received', conversation, seq: 3 });
    for (const wire of wires) await wire.next('receipt', ({ user, received, read }) => user === bob.id && received === 3 && read < 3);
    b.send({ type: 'read', conversation, seq: 3 });
    for (const wire of wires)
      expect(await wire.next('receipt', ({ user, read }) => user === bob.id && read === 3)).toMatchObject({ conversation });
  });

  it('cursors only move forward, and never beyond the newest entry', async () => {
    const set = (body: object): Promise<object> =>
      api.post(bob, `/group-message-service/conversations/${group.conversation}/cursors`, body);
    expect(await set({ received: 3, read: 2 })).toEqual({ conversation: group.conversation, user: bob.id, received: 3, read: 2 });
    expect(await set({ read: 1 })).toMatchObject({ received: 3, read: 2 });
    expect(await set({ read: 1_000 })).toMatchObject({ received: 3, read: 3 });
  });

  it('one can ask who has received and read an entry', async () => {
    const set = (account: Account, body: object): Promise<object> =>
      api.post(account, `/group-message-service/conversations/${group.conversation}/cursors`, body);
    await set(bob, { read: 3 });
    await set(cem, { received: 3, read: 2 });
    const { conversation } = group;
    for (const account of [ada, bob, cem]) {
      const { receipts, ...counts } = await groups.receipts(account, group, '?seq=3');
      expect(counts).toEqual({ nextPageToken: '', received: 2, read: 1 });
      expect([...receipts].sort((x, y) => x.read - y.read)).toEqual([
        { conversation, user: cem.id, received: 3, read: 2 },
        { conversation, user: bob.id, received: 3, read: 3 },
      ]);
    }
    await groups.remove(ada, group, bob);
    expect(await groups.receipts(ada, group, '?seq=3')).toMatchObject({ receipts: [{ user: cem.id }], received: 1, read: 0 });
    await expect(groups.receipts(ada, group, '?seq=1000')).rejects.toThrow('404');
  });

  it('the others hear who is typing', async () => {
    const [a, b, c] = wires;
    b.send({ type: 'typing', conversation: group.conversation });
    for (const wire of [a, c])
      expect(await wire.next('typing')).toEqual({ type: 'typing', conversation: group.conversation, user: bob.id });
    await b.settled();
    expect(b.all('error')).toEqual([]);
    expect(b.all('typing')).toEqual([]);
    expect(await groups.story(ada, group)).toHaveLength(3);
  });
});

describe('in a large group', () => {
  const readers: Account[] = [];
  let ada: Account;
  let group: Group;
  let a: Wire;
  let seq: number;
  beforeAll(async () => {
    [ada] = (await api.registerAll('ada')) as [Account];
    for (let n = 0; n < SMALL_GROUP + 5; n += 11)
      readers.push(...(await api.registerAll(...Array.from({ length: 11 }, (_, m) => `r${String(n + m)}`))));
    a = await Wire.ready(api, ada);
    group = await groups.create(ada, { members: readers });
    ({ seq } = await a.postTo(group, 'to all of you'));
  });
  afterAll(() => a.close());

  const read = (account: Account): Promise<Receipt> =>
    api.post(account, `/group-message-service/conversations/${group.conversation}/cursors`, { read: seq });

  it('the author hears how many have received and read, and nobody else hears anything', async () => {
    const [first, second] = readers as [Account, Account];
    const reader = await Wire.ready(api, first);
    const device = await Wire.ready(api, await api.login(first));
    reader.send({ type: 'read', conversation: group.conversation, seq });
    await device.next('receipt', ({ user, read: upTo }) => user === first.id && upTo === seq);
    await read(second);
    expect(await a.next('receipts', (counts) => counts.read === 2)).toEqual({
      type: 'receipts',
      conversation: group.conversation,
      seq,
      received: 2,
      read: 2,
    });
    await reader.settled();
    expect(a.all('receipt').filter(({ user }) => user !== ada.id)).toEqual([]);
    expect(reader.all('receipts')).toEqual([]);
    expect(reader.all('receipt').filter(({ user }) => user !== first.id)).toEqual([]);
    await Promise.all([reader.close(), device.close()]);
  });

  it('everybody can ask who has read, page by page', async () => {
    await Promise.all(readers.slice(0, 30).map(read));
    const seen: Receipt[] = [];
    for (let token = '', first = true; first || token !== ''; first = false) {
      const page = await groups.receipts(
        readers[40] as Account,
        group,
        `?seq=${String(seq)}&limit=7&pageToken=${encodeURIComponent(token)}`,
      );
      expect(page).toMatchObject({ received: 30, read: 30 });
      expect(page.receipts.length).toBeLessThanOrEqual(7);
      seen.push(...page.receipts);
      token = page.nextPageToken;
    }
    expect(seen.map(({ user }) => user).sort()).toEqual(
      readers
        .slice(0, 30)
        .map(({ id }) => id)
        .sort(),
    );
    for (const receipt of seen) expect(receipt).toMatchObject({ conversation: group.conversation, received: seq, read: seq });
  });

  it('counts come together, not one for each reader', async () => {
    const before = a.all('receipts').length;
    await Promise.all(readers.map(read));
    await a.next('receipts', (counts) => counts.read === readers.length);
    expect(a.all('receipts').length - before).toBeLessThan(readers.length / 3);
  });

  it('typing is told at most about once a second', async () => {
    const [first, second] = readers as [Account, Account];
    const [x, y] = await Promise.all([Wire.ready(api, first), Wire.ready(api, second)]);
    const began = Date.now();
    for (let n = 0; n < 20; n += 1) for (const wire of [x, y]) wire.send({ type: 'typing', conversation: group.conversation });
    await a.next('typing');
    await Promise.all([x.settled(), y.settled()]);
    await a.settled();
    expect(a.all('typing').length).toBeLessThanOrEqual(2 + Math.floor((Date.now() - began) / 1_000));
    await Promise.all([x.close(), y.close()]);
  });

  it('becomes small when enough have left, and then everybody hears everybody', async () => {
    const leaving = readers.slice(SMALL_GROUP - 1);
    await Promise.all(leaving.map((account) => groups.leave(account, group)));
    const { seq: newest } = await a.postTo(group, 'few of us are left');
    await api.post(readers[0] as Account, `/group-message-service/conversations/${group.conversation}/cursors`, { read: newest });
    await a.next('receipt', ({ user, read: upTo }) => user === readers[0]?.id && upTo === newest);
    const story = await eventually(
      () => groups.story(ada, group),
      (entries) => entries.length > 2,
    );
    const left = story.filter(({ system }) => system?.event === 'left').flatMap(({ system }) => system?.users ?? []);
    expect(left.sort()).toEqual(leaving.map(({ id }) => id).sort());
  });
});
