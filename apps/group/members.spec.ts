import pg from 'pg';
import { ParleyError } from '#errors';
import { newId } from '#runtime';
import type { Group } from '#contracts/gen/parley/group/v1/group.js';
import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { by, startTestGroup, type TestGroupService } from './testing.js';

describe('members', () => {
  let postgres: TestPostgres;
  let service: TestGroupService;
  let ann: string;
  let bob: string;
  let group: Group;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    service = await startTestGroup(postgres.url);
    [ann, bob] = [service.users.add('ann'), service.users.add('bob')];
  });
  beforeEach(async () => {
    group = (await service.groups.createGroup({ name: `g ${newId()}`, visibility: 'public', members: [bob] }, by(ann))).group!;
  });
  afterEach(() => {
    service.users.away = undefined;
    service.users.blocks.clear();
  });
  afterAll(async () => {
    await service.stop();
    await postgres.stop();
  });

  const add = async (...userIds: string[]) => (await service.groups.addMembers({ id: group.id, userIds }, by(ann))).added;
  const count = async () => (await service.groups.getGroup({ id: group.id }, by(ann))).memberCount;

  it('are added once each; those who are members already are passed over', async () => {
    const [cem, dan] = [service.users.add('cem'), service.users.add('dan')];
    expect(await add(bob, cem, ann, cem, dan)).toEqual([cem, dan]);
    expect(service.log.of(group).slice(1)).toMatchObject([
      { from: ann, change: { version: 2, event: 'added', members: [{ user: cem, role: 'member' }, { user: dan }] } },
    ]);
    expect(await add(cem, bob)).toEqual([]);
    expect(service.log.of(group)).toHaveLength(2);
    expect(await count()).toBe(4);
  });

  it('are added all or not at all', async () => {
    const cem = service.users.add('cem');
    for (const stranger of [newId(), 'x', 'a\0']) {
      await expect(add(cem, stranger)).rejects.toMatchObject({ code: 'not_found', field: 'userIds' });
    }
    const dan = service.users.add('dan');
    for (const block of [`${ann} ${dan}`, `${dan} ${ann}`]) {
      service.users.blocks.add(block);
      await expect(add(cem, dan)).rejects.toMatchObject({ code: 'forbidden', field: 'userIds' });
      service.users.blocks.clear();
    }
    service.users.away = new ParleyError('unavailable', 'away');
    await expect(add(cem)).rejects.toMatchObject({ code: 'unavailable' });
    expect(service.log.of(group)).toHaveLength(1);
  });

  it('of any number up to a thousand are added in one call', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => service.users.add(`m${String(index)}`));
    expect(await add(...many)).toEqual(many);
    expect(service.log.of(group).map(({ change }) => change!.members.length)).toEqual([2, 200, 200, 200, 200, 200]);
    expect(await count()).toBe(1_002);
  });

  it('are at most 10,000', async () => {
    const client = new pg.Client(postgres.url);
    await client.connect();
    await client.query('UPDATE groups.groups SET members = 9998 WHERE id = $1', [group.id]);
    const [cem, dan, eve] = [service.users.add('cem'), service.users.add('dan'), service.users.add('eve')];
    const { code } = await service.groups.createInvite({ id: group.id }, by(ann));
    await expect(add(cem, dan, eve)).rejects.toMatchObject({ code: 'conflict' });
    const settled = await Promise.allSettled([cem, dan, eve].map((user) => service.groups.joinGroup({ id: group.id }, by(user))));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    await expect(service.groups.acceptInvite({ code }, by(eve))).rejects.toMatchObject({ code: 'conflict' });
    expect((await service.groups.listInvites({ id: group.id }, by(ann))).invites).toMatchObject([{ uses: 0 }]);
    await expect(service.groups.joinGroup({ id: group.id }, by(cem))).resolves.toMatchObject({ group: { memberCount: 10_000 } });
    await service.groups.leaveGroup({ id: group.id }, by(dan));
    await expect(service.groups.joinGroup({ id: group.id }, by(eve))).resolves.toMatchObject({ group: { role: 'member' } });
    await client.end();
  });

  it('get a role, and are told as what they are now', async () => {
    const change = (role: string) => service.groups.setRole({ id: group.id, userId: bob, role }, by(ann));
    expect(await change('admin')).toMatchObject({ id: bob, username: 'bob', displayName: 'BOB', role: 'admin' });
    await change('admin');
    expect(service.log.of(group).slice(1)).toMatchObject([
      { from: ann, change: { version: 2, event: 'role', members: [{ user: bob, role: 'admin' }] } },
    ]);
    expect(await service.groups.getGroup({ id: group.id }, by(bob))).toMatchObject({ role: 'admin' });
  });

  it('keep their role when the answer could not be told', async () => {
    service.users.away = new ParleyError('unavailable', 'away');
    const call = service.groups.setRole({ id: group.id, userId: bob, role: 'admin' }, by(ann));
    await expect(call).rejects.toMatchObject({ code: 'unavailable' });
    expect(await service.groups.getGroup({ id: group.id }, by(bob))).toMatchObject({ role: 'member' });
  });

  it('who could not even be users are no members', async () => {
    for (const userId of ['x', 'a\0']) {
      const none = { code: 'not_found', field: 'userId' };
      await expect(service.groups.removeMember({ id: group.id, userId }, by(ann))).rejects.toMatchObject(none);
      await expect(service.groups.setRole({ id: group.id, userId, role: 'admin' }, by(ann))).rejects.toMatchObject(none);
    }
  });

  it('who are removed and who leave are told apart in the log', async () => {
    const cem = service.users.add('cem');
    await add(cem);
    await service.groups.removeMember({ id: group.id, userId: bob }, by(ann));
    await service.groups.removeMember({ id: group.id, userId: cem }, by(cem));
    expect(service.log.of(group).slice(2)).toMatchObject([
      { from: ann, change: { event: 'removed', members: [{ user: bob, role: '' }] } },
      { from: cem, change: { event: 'left', members: [{ user: cem, role: '' }] } },
    ]);
  });
});
