import { type Entry, ParleyClient } from '../../libs/client/src/index.js';
import type { Account } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { target } from '../support/target.js';

const api = target();

describe('the SDK on the real server', () => {
  const clients: ParleyClient[] = [];
  const open = async (account: Account): Promise<{ client: ParleyClient; entries: Entry[] }> => {
    const client = new ParleyClient({ baseUrl: api.baseUrl, refreshToken: account.refreshToken });
    const entries: Entry[] = [];
    client.on('entry', (entry) => entries.push(entry));
    clients.push(client);
    client.connect();
    await client.whenReady();
    return { client, entries };
  };
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });

  it('registers, sends, and follows a message until it has been read', async () => {
    const [ada, bob] = (await api.registerAll('ada', 'bob')) as [Account, Account];
    const [a, b] = await Promise.all([open(ada), open(bob)]);
    const handle = a.client.send({ user: bob.id }, 'hello');
    const { conversation, seq } = await handle.sent();
    await eventually(
      () => b.entries.length,
      (count) => count === 1,
    );
    await eventually(
      () => handle.message.state,
      (state) => state === 'delivered',
    );
    b.client.read(conversation, seq);
    await eventually(
      () => handle.message.state,
      (state) => state === 'read',
    );
    expect(a.entries).toEqual(b.entries);
  });

  it('hands over what both send at once in the same order on all devices', async () => {
    const [ada, bob] = (await api.registerAll('ada', 'bob')) as [Account, Account];
    const devices = await Promise.all([open(ada), open(await api.login(ada)), open(bob)]);
    const [a, , b] = devices;
    const handles = Array.from({ length: 50 }, (_, n) => [
      a.client.send({ user: bob.id }, `a${String(n)}`),
      b.client.send({ user: ada.id }, `b${String(n)}`),
    ]).flat();
    await Promise.all(handles.map((handle) => handle.sent()));
    await eventually(
      () => devices.map(({ entries }) => entries.length),
      (counts) => counts.every((count) => count === 100),
    );
    for (const { entries } of devices) expect(entries).toEqual(a.entries);
    expect(a.entries.map((entry) => entry.seq)).toEqual(a.entries.map((_, n) => n + 1));
    expect(a.entries.filter((entry) => entry.from === ada.id).map((entry) => entry.body)).toEqual(
      Array.from({ length: 50 }, (_, n) => `a${String(n)}`),
    );
    expect((await a.client.history(a.entries[0]?.conversation ?? '', { limit: 200 })).entries).toEqual(a.entries);
  });

  it('follows a group: its members, its messages, who has read them, and its end', async () => {
    const [ada, bob, cem] = (await api.registerAll('ada', 'bob', 'cem')) as [Account, Account, Account];
    const [a, b, c] = await Promise.all([open(ada), open(bob), open(cem)]);
    const told: [boolean, number][] = [];
    c.client.on('membership', ({ member, entry }) => told.push([member, entry.seq]));
    const group = await a.client.groups.create({ name: 'Of the SDK', members: [bob.id] });
    const handle = a.client.send({ group: group.id }, 'hello @bob', { mentions: [bob.id] });
    const { conversation, seq } = await handle.sent();
    expect(conversation).toBe(group.conversation);
    await a.client.groups.addMembers(group.id, [cem.id]);
    await b.client.send({ group: group.id }, 'welcome').sent();
    await a.client.groups.removeMember(group.id, cem.id);
    await eventually(
      () => [a, b].map(({ entries }) => entries.length),
      (counts) => counts.every((count) => count === 5),
    );
    expect(a.entries).toEqual(b.entries);
    expect(a.entries.map((entry) => entry.seq)).toEqual([1, 2, 3, 4, 5]);
    expect(a.entries[1]).toMatchObject({ mentions: [bob.id] });
    expect(c.entries).toEqual(a.entries.slice(2));
    expect(told).toEqual([
      [true, 3],
      [false, 5],
    ]);
    await expect(c.client.send({ group: group.id }, 'too late').sent()).rejects.toMatchObject({ code: 'not_found' });
    expect(await b.client.conversations()).toMatchObject({ conversations: [{ group: group.id, head: 5, from: 1 }] });
    b.client.read(conversation, seq);
    await eventually(
      () => handle.message.state,
      (state) => state === 'read',
    );
  });
});
