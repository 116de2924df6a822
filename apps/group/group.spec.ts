import { ParleyError } from '#errors';
import { newId } from '#runtime';
import type { Group } from '#contracts/gen/parley/group/v1/group.js';
import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { by, startTestGroup, type TestGroupService } from './testing.js';

describe('groups', () => {
  let postgres: TestPostgres;
  let service: TestGroupService;
  let ann: string;
  let bob: string;
  let cem: string;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    service = await startTestGroup(postgres.url);
    [ann, bob, cem] = [service.users.add('ann'), service.users.add('bob'), service.users.add('cem')];
  });
  afterAll(async () => {
    await service.stop();
    await postgres.stop();
  });

  const make = async (request: object = {}, owner = ann): Promise<Group> =>
    (await service.groups.createGroup({ name: `g ${newId()}`, members: [], ...request }, by(owner))).group!;
  const events = (group: Group) => service.log.of(group).map(({ change }) => [change!.version, change!.event]);
  const members = async (group: Group, seer = ann) =>
    (await service.groups.listMembers({ id: group.id }, by(seer))).members.map(({ username, role }) => `${username} ${role}`);

  it('begin with their owner and first members, in the log by the answer', async () => {
    const group = await make({
      name: '  Tea   time ',
      description: ' a\nb ',
      picture: 'https://x.example/p.png',
      members: [bob, bob, ann],
    });
    expect(group).toMatchObject({
      name: 'Tea time',
      description: 'a\nb',
      picture: 'https://x.example/p.png',
      visibility: 'private',
      history: 'since_join',
      memberCount: 2,
      role: 'owner',
      conversation: `g.${group.id}`,
    });
    expect(service.log.of(group)).toMatchObject([
      {
        from: ann,
        id: 'change-1',
        change: {
          version: 1,
          event: 'created',
          text: 'Tea time',
          members: [
            { user: bob, role: 'member', fromStart: false },
            { user: ann, role: 'owner' },
          ],
        },
      },
    ]);
    expect(await service.groups.getGroup({ id: group.id }, by(bob))).toMatchObject({ role: 'member', memberCount: 2 });
    expect(await members(group)).toEqual(['ann owner', 'bob member']);
  });

  it('tell the log that members may read from the start where history is full', async () => {
    const group = await make({ history: 'full', members: [bob] });
    await service.groups.leaveGroup({ id: group.id }, by(bob));
    const [created, left] = service.log.of(group);
    expect(created!.change!.members.map(({ fromStart }) => fromStart)).toEqual([true, true]);
    expect(left!.change!.members).toEqual([{ user: bob, role: '', version: 2, fromStart: false }]);
  });

  it('take a thousand members at once, no more than 200 in one change', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => service.users.add(`m${String(index)}`));
    const group = await make({ members: many });
    expect(group.memberCount).toBe(1_001);
    expect(service.log.of(group).map(({ change }) => [change!.version, change!.event, change!.members.length])).toEqual([
      [1, 'created', 200],
      [2, 'added', 200],
      [3, 'added', 200],
      [4, 'added', 200],
      [5, 'added', 200],
      [6, 'added', 1],
    ]);
    expect(Object.keys(service.log.replay(group).roles)).toHaveLength(1_001);
  });

  it.each([
    ['a name with a line break', { name: 'a\nb' }, 'name'],
    ['a name in which nothing can be seen', { name: '\u200B ' }, 'name'],
    ['a name that turns the text around', { name: 'a\u202Eb' }, 'name'],
    ['a picture that is no URL', { picture: 'x' }, 'picture'],
    ['a picture of another kind of URL', { picture: 'javascript:alert(1)' }, 'picture'],
    ['a picture over http', { picture: 'http://x.example/a.png' }, 'picture'],
    ['a description with a NUL', { description: 'a\0' }, 'description'],
  ])('refuse %s, new and in an update', async (_what, fields, field) => {
    await expect(make(fields)).rejects.toMatchObject({ code: 'invalid', field });
    const group = await make();
    await expect(service.groups.updateGroup({ id: group.id, ...fields }, by(ann))).rejects.toMatchObject({ code: 'invalid', field });
  });

  it('are made with users who exist and have no block with the owner, or not at all', async () => {
    const count = async () => (await service.groups.listGroups({ limit: 200 }, by(ann))).groups.length;
    const before = await count();
    for (const stranger of [newId(), 'x', 'a\0']) {
      await expect(make({ members: [bob, stranger] })).rejects.toMatchObject({ code: 'not_found', field: 'members' });
    }
    service.users.blocks.add(`${cem} ${ann}`);
    await expect(make({ members: [bob, cem] })).rejects.toMatchObject({ code: 'forbidden', field: 'members' });
    service.users.blocks.clear();
    service.users.away = new ParleyError('unavailable', 'away');
    await expect(make({ members: [bob] })).rejects.toMatchObject({ code: 'unavailable' });
    service.users.away = undefined;
    expect(await count()).toBe(before);
  });

  it('change part by part, each part a change of its own, and only what differs', async () => {
    const group = await make({ name: 'Old', description: 'd' });
    const updated = await service.groups.updateGroup(
      { id: group.id, name: 'New', description: 'd', picture: 'https://x.example/', visibility: 'public' },
      by(ann),
    );
    expect(updated).toMatchObject({ name: 'New', picture: 'https://x.example/', visibility: 'public', role: 'owner' });
    expect(events(group)).toEqual([
      [1, 'created'],
      [2, 'renamed'],
      [3, 'picture'],
      [4, 'visibility'],
    ]);
    expect(service.log.of(group).map(({ change }) => change!.text)).toEqual(['Old', 'New', 'https://x.example/', 'public']);
    expect(await service.groups.getGroup({ id: group.id }, by(ann))).toEqual(updated);
    expect(await service.groups.updateGroup({ id: group.id, picture: '', visibility: 'private' }, by(ann))).toMatchObject({ picture: '' });
  });

  it('end for everybody, and free their name', async () => {
    const name = `Gone ${newId()}`;
    const group = await make({ name, visibility: 'public', members: [bob] });
    const invite = await service.groups.createInvite({ id: group.id }, by(ann));
    await service.groups.deleteGroup({ id: group.id }, by(ann));
    expect(events(group)).toEqual([
      [1, 'created'],
      [2, 'deleted'],
    ]);
    expect(service.log.of(group)[1]!.change!.members).toEqual([]);
    for (const call of [
      () => service.groups.getGroup({ id: group.id }, by(bob)),
      () => service.groups.deleteGroup({ id: group.id }, by(ann)),
      () => service.groups.joinGroup({ id: group.id }, by(cem)),
      () => service.groups.leaveGroup({ id: group.id }, by(bob)),
      () => service.groups.listMembers({ id: group.id }, by(bob)),
      () => service.groups.joinByName({ name }, by(cem)),
      () => service.groups.acceptInvite({ code: invite.code }, by(cem)),
      () => service.groups.createInvite({ id: group.id }, by(ann)),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'not_found' });
    expect((await service.groups.listGroups({ limit: 200 }, by(bob))).groups.map(({ id }) => id)).not.toContain(group.id);
    await expect(make({ name, visibility: 'public' })).resolves.toMatchObject({ name });
  });
});
