import { ParleyError } from '#errors';
import { newId } from '#runtime';
import type { Group } from '#contracts/gen/parley/group/v1/group.js';
import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { GroupDatabase } from './group-database.js';
import { by, startTestGroup, type TestGroupService } from './testing.js';

interface PageOf<Row> {
  rows: Row[];
  nextPageToken: string;
}

describe('lists of groups', () => {
  let postgres: TestPostgres;
  let service: TestGroupService;
  let ann: string;
  let bob: string;
  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  beforeEach(async () => {
    service = await startTestGroup(postgres.url);
    await service.app.get(GroupDatabase).manager.query('TRUNCATE groups, members, invites, outbox');
    [ann, bob] = [service.users.add('ann'), service.users.add('bob')];
  });
  afterEach(() => service.stop());
  afterAll(() => postgres.stop());

  const make = async (name: string, request: object = {}, owner = ann): Promise<Group> =>
    (await service.groups.createGroup({ name, visibility: 'public', members: [], ...request }, by(owner))).group!;
  const all = async <Row>(page: (pageToken: string | undefined) => Promise<PageOf<Row>>): Promise<Row[]> => {
    const rows: Row[] = [];
    let pageToken: string | undefined;
    do {
      const next = await page(pageToken);
      rows.push(...next.rows);
      pageToken = next.nextPageToken;
    } while (pageToken !== '');
    return rows;
  };
  const mine = (user: string) =>
    all(async (pageToken) => {
      const { groups, nextPageToken } = await service.groups.listGroups({ pageToken, limit: 3 }, by(user));
      return { rows: groups, nextPageToken };
    });
  const found = async (query?: string) =>
    (
      await all(async (pageToken) => {
        const { groups, nextPageToken } = await service.groups.searchPublicGroups({ query, pageToken, limit: 2 }, by(bob));
        return { rows: groups, nextPageToken };
      })
    ).map(({ name }) => name);

  it('show each its own, by name, with the role in each', async () => {
    const names = ['Zebra', 'apple', 'Apple', 'apple', 'Äpfel', 'banana', '10', '9'];
    for (const name of names) await make(name, { visibility: 'private', members: name === 'banana' ? [bob] : [] });
    const groups = await mine(ann);
    expect(groups.map(({ name }) => name.toLowerCase())).toEqual(['10', '9', 'apple', 'apple', 'apple', 'banana', 'zebra', 'äpfel']);
    expect(new Set(groups.map(({ id }) => id)).size).toBe(names.length);
    expect((await mine(bob)).map(({ name, role, memberCount }) => [name, role, memberCount])).toEqual([['banana', 'member', 2]]);
  });

  it('find public groups by how the name or one of its words begins, and private ones never', async () => {
    for (const name of ['Go players', 'Board games', 'gophers', 'C++ & Go', 'Ergo', 'go-karts', 'Mango/Goa', 'ﬁne arts']) await make(name);
    await make('Go in secret', { visibility: 'private' });
    await service.groups.deleteGroup({ id: (await make('Go, gone')).id }, by(ann));
    expect(await found('GO')).toEqual(['C++ & Go', 'Go players', 'go-karts', 'gophers', 'Mango/Goa']);
    expect(await found('go p')).toEqual(['Go players']);
    expect(await found('Fine')).toEqual(['ﬁne arts']);
    expect(await found('c++')).toEqual(['C++ & Go']);
    expect(await found('rd g')).toEqual([]);
    expect(await found()).toHaveLength(8);
    expect(await found('  ')).toHaveLength(8);
  });

  it('take what means something to a database as text', async () => {
    for (const name of ['100% fun', '100 fun', 'a_b', 'axb', 'back\\slash', "o'clock"]) await make(name);
    expect(await found('100%')).toEqual(['100 fun', '100% fun']);
    expect(await found('a_')).toEqual(['a_b']);
    expect(await found('%')).toEqual([]);
    expect(await found('_')).toEqual([]);
    expect(await found('back\\')).toEqual(['back\\slash']);
    expect(await found("o'c")).toEqual(["o'clock"]);
  });

  it('refuse a page token that they have not given out, and a query that is no text', async () => {
    const junk = { code: 'invalid', field: 'pageToken' };
    const { id } = await make('x');
    await expect(service.groups.listGroups({ pageToken: 'junk' }, by(ann))).rejects.toMatchObject(junk);
    await expect(service.groups.searchPublicGroups({ pageToken: 'junk' }, by(ann))).rejects.toMatchObject(junk);
    await expect(service.groups.listMembers({ id, pageToken: 'junk' }, by(ann))).rejects.toMatchObject(junk);
    await expect(service.groups.listInvites({ id, pageToken: 'junk' }, by(ann))).rejects.toMatchObject(junk);
    await expect(service.groups.searchPublicGroups({ query: 'a\0' }, by(ann))).rejects.toMatchObject({ code: 'invalid', field: 'query' });
  });

  it('show members in pages: owners, admins, members, each in the order of joining, with their profiles', async () => {
    const { id } = await make('x');
    const people: string[] = [];
    for (const name of ['m1', 'a1', 'm2', 'o2', 'm3']) {
      service.clock.ahead += 10;
      const user = service.users.add(name);
      people.push(user);
      await service.groups.joinGroup({ id }, by(user));
    }
    const [m1, a1, , o2] = people;
    await service.groups.setRole({ id, userId: o2!, role: 'owner' }, by(ann));
    await service.groups.setRole({ id, userId: a1!, role: 'admin' }, by(o2!));
    service.clock.ahead += 10;
    // While the first is decided the others wait, and are decided together.
    await Promise.all([
      service.groups.updateGroup({ id, description: 'd' }, by(ann)),
      service.groups.leaveGroup({ id }, by(m1!)),
      service.groups.joinGroup({ id }, by(m1!)),
    ]);
    const members = await all(async (pageToken) => {
      const page = await service.groups.listMembers({ id, pageToken, limit: 2 }, by(a1!));
      return { rows: page.members, nextPageToken: page.nextPageToken };
    });
    expect(members.map(({ username, displayName, role }) => `${username} ${displayName} ${role}`)).toEqual([
      'ann ANN owner',
      'o2 O2 owner',
      'a1 A1 admin',
      'm2 M2 member',
      'm3 M3 member',
      'm1 M1 member',
    ]);
  });

  it('say so when the profiles of members are not to be had', async () => {
    const { id } = await make('x');
    service.users.away = new ParleyError('unavailable', 'away');
    await expect(service.groups.listMembers({ id }, by(ann))).rejects.toMatchObject({ code: 'unavailable' });
  });

  describe('names of public groups', () => {
    const TAKEN = { code: 'conflict', field: 'name' };

    it('are unique without regard to case, width and spaces; those of private groups are not', async () => {
      await make('Café  Round');
      for (const name of ['café round', 'CAFÉ ROUND', 'Cafe\u0301 Round', 'Ｃafé Round', ' Café Round ']) {
        await expect(make(name)).rejects.toMatchObject(TAKEN);
        await expect(make(name, { visibility: 'private' })).resolves.toMatchObject({ role: 'owner' });
      }
    });

    it('are found without regard to case by who wants to join', async () => {
      const group = await make('Tea Round');
      expect((await service.groups.joinByName({ name: ' TEA  round' }, by(bob))).group).toMatchObject({ id: group.id, role: 'member' });
      await make('Hidden', { visibility: 'private' });
      await expect(service.groups.joinByName({ name: 'hidden' }, by(bob))).rejects.toMatchObject({ code: 'not_found', field: 'name' });
    });

    it('are taken by renaming and by becoming public, and freed by renaming and by becoming private', async () => {
      const first = await make('First');
      const second = await make('Second');
      const hidden = await make('First', { visibility: 'private' });
      const update = (group: Group, fields: object) => service.groups.updateGroup({ id: group.id, ...fields }, by(ann));
      await expect(update(second, { name: 'FIRST' })).rejects.toMatchObject(TAKEN);
      await expect(update(hidden, { visibility: 'public' })).rejects.toMatchObject(TAKEN);
      await expect(update(hidden, { visibility: 'public', name: 'second' })).rejects.toMatchObject(TAKEN);
      await update(hidden, { name: 'Second' });
      await update(first, { name: 'fIRST' });
      await update(second, { name: 'First', visibility: 'private' });
      await update(hidden, { visibility: 'public' });
      await update(first, { visibility: 'private' });
      await expect(make('first')).resolves.toMatchObject({ name: 'first' });
    });

    it('go to one of those who want them at the same moment, also through two instances', async () => {
      const other = await startTestGroup(postgres.url, { users: service.users });
      for (let round = 0; round < 5; round += 1) {
        const name = `Race ${newId()}`;
        const [renamed, opened] = [await make(`r ${newId()}`), await make(name, { visibility: 'private' })];
        const settled = await Promise.allSettled([
          make(name),
          make(name.toUpperCase()),
          other.groups.createGroup({ name, visibility: 'public', members: [] }, by(bob)),
          service.groups.updateGroup({ id: renamed.id, name }, by(ann)),
          other.groups.updateGroup({ id: opened.id, visibility: 'public' }, by(ann)),
        ]);
        expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const one of settled) if (one.status === 'rejected') expect(one.reason).toMatchObject(TAKEN);
      }
      await other.stop();
    });
  });
});
