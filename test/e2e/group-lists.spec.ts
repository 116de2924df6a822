import type { ConversationSummary, Group } from '../../libs/client/src/index.js';
import type { Account } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { target } from '../support/target.js';
import { Wire } from '../support/wire.js';

const api = target();
const { groups } = api;

describe('the lists of conversations', () => {
  let ada: Account;
  let bob: Account;
  let phone: Account;
  let a: Wire;
  let b: Wire;
  beforeEach(async () => {
    [ada, bob] = (await api.registerAll('ada', 'bob')) as [Account, Account];
    phone = await api.login(bob);
    [a, b] = await Promise.all([Wire.ready(api, ada), Wire.ready(api, bob)]);
  });
  afterEach(() => Promise.all([a.close(), b.close()]));

  /** Direct and group conversations, merged as clients do. */
  const merged = async (account: Account): Promise<ConversationSummary[]> => {
    const direct = await api.get<{ conversations: ConversationSummary[] }>(account, '/message-service/conversations');
    return [...direct.conversations, ...(await groups.summaries(account))].sort((x, y) => y.at - x.at);
  };
  const order = async (account: Account): Promise<string[]> => (await merged(account)).map(({ conversation }) => conversation);

  it('are in order of the newest message, or of one’s coming, over both kinds', async () => {
    const first = await groups.create(ada, { name: 'First', members: [bob] });
    const { conversation } = await a.post(bob, 'direct');
    const second = await groups.create(ada, { name: 'Second', members: [bob] });
    expect(await order(bob)).toEqual([second.conversation, conversation, first.conversation]);
    await a.postTo(first, 'to the first');
    expect(await order(bob)).toEqual([first.conversation, second.conversation, conversation]);
    await a.post(bob, 'direct again');
    expect(await order(bob)).toEqual([conversation, first.conversation, second.conversation]);
    expect(await order(phone)).toEqual(await order(bob));
    const [direct, group] = await merged(bob);
    expect(direct).toMatchObject({ user: ada.id, from: 1, mentions: 0, unread: 2, at: direct?.last?.at });
    expect(group).toMatchObject({ group: first.id, from: 1, mentions: 0, unread: 1, at: group?.last?.at });
    expect([direct?.group, group?.user]).toEqual([undefined, undefined]);
  });

  it('do not move when only the group changes', async () => {
    const first = await groups.create(ada, { name: 'First', members: [bob] });
    const second = await groups.create(ada, { name: 'Second', members: [bob] });
    await groups.update(ada, first, { name: 'Renamed' });
    expect(await order(bob)).toEqual([second.conversation, first.conversation]);
    expect(await groups.summary(bob, first)).toMatchObject({ head: 2, unread: 0, mentions: 0 });
  });

  it('show of a group what one may see of it', async () => {
    const group = await groups.create(ada, { members: [] });
    await a.postTo(group, 'before bob');
    await groups.add(ada, group, bob);
    const summary = await groups.summary(bob, group);
    expect(summary).toMatchObject({ group: group.id, conversation: group.conversation, head: 3, from: 3, unread: 0, read: 3 });
    expect(summary?.last).toBeUndefined();
    expect(summary?.user).toBeUndefined();
    const { seq, at } = await a.postTo(group, 'with bob');
    expect(await groups.summary(bob, group)).toMatchObject({ head: seq, unread: 1, at, last: { seq, body: 'with bob' } });
  });

  it('count what is unread the same on every device, and after it was read on one', async () => {
    const group = await groups.create(ada, { members: [bob] });
    for (const body of ['one', 'two', 'three']) await a.postTo(group, body);
    for (const device of [bob, phone]) expect(await groups.summary(device, group)).toMatchObject({ unread: 3, read: 1 });
    const p = await Wire.ready(api, phone);
    p.send({ type: 'read', conversation: group.conversation, seq: 3 });
    await b.next('receipt', ({ user, read }) => user === bob.id && read === 3);
    for (const device of [bob, phone]) expect(await groups.summary(device, group)).toMatchObject({ unread: 1, read: 3 });
    await b.postTo(group, 'four');
    for (const device of [bob, phone]) expect(await groups.summary(device, group)).toMatchObject({ unread: 0, read: 5, head: 5 });
    expect(await groups.summary(ada, group)).toMatchObject({ unread: 1 });
    await p.close();
  });

  it('count mentions, of members only, until they are read', async () => {
    const [cem] = (await api.registerAll('cem')) as [Account];
    const group = await groups.create(ada, { members: [bob] });
    await a.postTo(group, `for bob and who is not here`, { mentions: [bob.id, cem.id, ada.id, bob.id, 'nobody'] });
    expect(await b.next('entry', ({ seq }) => seq === 2)).toMatchObject({ mentions: [bob.id] });
    expect((await groups.story(ada, group)).at(-1)?.mentions).toEqual([bob.id]);
    await a.postTo(group, 'for nobody');
    await a.postTo(group, 'for bob', { mentions: [bob.id] });
    for (const device of [bob, phone]) expect(await groups.summary(device, group)).toMatchObject({ unread: 3, mentions: 2 });
    expect(await groups.summary(ada, group)).toMatchObject({ mentions: 0 });
    await groups.add(ada, group, cem);
    expect(await groups.summary(cem, group)).toMatchObject({ mentions: 0, unread: 0 });
    await api.post(bob, `/group-message-service/conversations/${group.conversation}/cursors`, { read: 2 });
    for (const device of [bob, phone]) expect(await groups.summary(device, group)).toMatchObject({ unread: 2, mentions: 1 });
  });

  it('do not count the mentions of an earlier membership', async () => {
    const group = await groups.create(ada, { members: [bob] });
    await a.postTo(group, 'for bob', { mentions: [bob.id] });
    await groups.remove(ada, group, bob);
    await groups.add(ada, group, bob);
    expect(await groups.summary(bob, group)).toMatchObject({ mentions: 0, unread: 0 });
  });

  it('are read page by page, no group twice and none left out', async () => {
    const made: Group[] = [];
    for (let n = 0; n < 5; n += 1) made.unshift(await groups.create(ada, { name: String(n), members: [bob] }));
    const seen: (string | undefined)[] = [];
    for (let token = '', first = true; first || token !== ''; first = false) {
      const page = await api.get<{ conversations: ConversationSummary[]; nextPageToken: string }>(
        bob,
        `/group-message-service/conversations?limit=2&pageToken=${encodeURIComponent(token)}`,
      );
      seen.push(...page.conversations.map(({ group }) => group));
      token = page.nextPageToken;
    }
    expect(seen).toEqual(made.map(({ id }) => id));
  });

  it('tell which groups hold what no device has received', async () => {
    const group = await groups.create(ada, { members: [bob] });
    const { seq } = await a.postTo(group, 'are you there?');
    const { conversation } = await a.post(bob, 'here too');
    const behind = (): Promise<{ conversations: object[] }> => api.get(bob, '/relay-service/behind');
    const both = await eventually(behind, ({ conversations }) => conversations.length === 2);
    expect(both.conversations).toContainEqual({ conversation: group.conversation, head: seq, received: 1 });
    expect(both.conversations).toContainEqual({ conversation, head: 1, received: 0 });
    b.send({ type: 'received', conversation: group.conversation, seq });
    await eventually(behind, ({ conversations }) => conversations.length === 1);
    await groups.remove(ada, group, bob);
    expect((await behind()).conversations).toEqual([expect.objectContaining({ conversation })]);
  });
});
