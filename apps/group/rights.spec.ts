import { newId } from '#runtime';
import type { Group } from '#contracts/gen/parley/group/v1/group.js';
import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { by, startTestGroup, type TestGroupService } from './testing.js';

type Caller = 'owner' | 'admin' | 'member' | 'stranger';
const CALLERS: Caller[] = ['owner', 'admin', 'member', 'stranger'];

/** A group with one of each, another owner, admin and member to act upon, and an invitation. */
interface Scene {
  group: Group;
  ids: Record<Caller | 'owner2' | 'admin2' | 'member2' | 'newcomer', string>;
  code: string;
}

type Call = (service: TestGroupService, scene: Scene, caller: string) => Promise<unknown>;
/** What owner, admin, member and a stranger to a public and to a private group are answered. */
type Row = [string, [owner: string, admin: string, member: string, ofPublic: string, ofPrivate: string], Call];

const ROWS: Row[] = [
  ['look at it', ['ok', 'ok', 'ok', 'ok', 'not_found'], (s, { group }, me) => s.groups.getGroup({ id: group.id }, by(me))],
  ['list its members', ['ok', 'ok', 'ok', 'forbidden', 'not_found'], (s, { group }, me) => s.groups.listMembers({ id: group.id }, by(me))],
  [
    'rename it',
    ['ok', 'ok', 'forbidden', 'forbidden', 'not_found'],
    (s, { group }, me) => s.groups.updateGroup({ id: group.id, name: `new ${newId()}` }, by(me)),
  ],
  [
    'change what is told of it',
    ['ok', 'ok', 'forbidden', 'forbidden', 'not_found'],
    (s, { group }, me) => s.groups.updateGroup({ id: group.id, description: 'new', picture: 'https://x.example/new' }, by(me)),
  ],
  [
    'change nothing of its profile',
    ['ok', 'ok', 'forbidden', 'forbidden', 'not_found'],
    (s, { group }, me) => s.groups.updateGroup({ id: group.id }, by(me)),
  ],
  [
    'delete it',
    ['ok', 'forbidden', 'forbidden', 'forbidden', 'not_found'],
    (s, { group }, me) => s.groups.deleteGroup({ id: group.id }, by(me)),
  ],
  ['join it', ['ok', 'ok', 'ok', 'ok', 'not_found'], (s, { group }, me) => s.groups.joinGroup({ id: group.id }, by(me))],
  ['leave it', ['ok', 'ok', 'ok', 'not_found', 'not_found'], (s, { group }, me) => s.groups.leaveGroup({ id: group.id }, by(me))],
  [
    'add somebody',
    ['ok', 'ok', 'forbidden', 'forbidden', 'not_found'],
    (s, { group, ids }, me) => s.groups.addMembers({ id: group.id, userIds: [ids.newcomer] }, by(me)),
  ],
  [
    'add somebody who does not exist',
    ['not_found', 'not_found', 'forbidden', 'forbidden', 'not_found'],
    (s, { group }, me) => s.groups.addMembers({ id: group.id, userIds: [newId()] }, by(me)),
  ],
  [
    'remove a member',
    ['ok', 'ok', 'forbidden', 'forbidden', 'not_found'],
    (s, { group, ids }, me) => s.groups.removeMember({ id: group.id, userId: ids.member2 }, by(me)),
  ],
  [
    'remove an admin',
    ['ok', 'forbidden', 'forbidden', 'forbidden', 'not_found'],
    (s, { group, ids }, me) => s.groups.removeMember({ id: group.id, userId: ids.admin2 }, by(me)),
  ],
  [
    'remove an owner',
    ['ok', 'forbidden', 'forbidden', 'forbidden', 'not_found'],
    (s, { group, ids }, me) => s.groups.removeMember({ id: group.id, userId: ids.owner2 }, by(me)),
  ],
  [
    'remove who is no member',
    ['not_found', 'not_found', 'forbidden', 'forbidden', 'not_found'],
    (s, { group, ids }, me) => s.groups.removeMember({ id: group.id, userId: ids.newcomer }, by(me)),
  ],
  [
    'remove themselves',
    ['ok', 'ok', 'ok', 'not_found', 'not_found'],
    (s, { group }, me) => s.groups.removeMember({ id: group.id, userId: me }, by(me)),
  ],
  ...(['owner', 'admin', 'member'] as const).map((role): Row => [
    `make a member ${role}`,
    ['ok', 'forbidden', 'forbidden', 'forbidden', 'not_found'],
    (s, { group, ids }, me) => s.groups.setRole({ id: group.id, userId: ids.member2, role }, by(me)),
  ]),
  [
    'make an owner a member',
    ['ok', 'forbidden', 'forbidden', 'forbidden', 'not_found'],
    (s, { group, ids }, me) => s.groups.setRole({ id: group.id, userId: ids.owner2, role: 'member' }, by(me)),
  ],
  [
    'give a stranger a role',
    ['not_found', 'forbidden', 'forbidden', 'forbidden', 'not_found'],
    (s, { group, ids }, me) => s.groups.setRole({ id: group.id, userId: ids.newcomer, role: 'admin' }, by(me)),
  ],
  ['invite', ['ok', 'ok', 'forbidden', 'forbidden', 'not_found'], (s, { group }, me) => s.groups.createInvite({ id: group.id }, by(me))],
  [
    'list invitations',
    ['ok', 'ok', 'forbidden', 'forbidden', 'not_found'],
    (s, { group }, me) => s.groups.listInvites({ id: group.id }, by(me)),
  ],
  [
    'take an invitation back',
    ['ok', 'ok', 'forbidden', 'forbidden', 'not_found'],
    (s, { group, code }, me) => s.groups.revokeInvite({ id: group.id, code }, by(me)),
  ],
  ['look at an invitation', ['ok', 'ok', 'ok', 'ok', 'ok'], (s, { code }, me) => s.groups.getInvitation({ code }, by(me))],
  ['accept an invitation', ['ok', 'ok', 'ok', 'ok', 'ok'], (s, { code }, me) => s.groups.acceptInvite({ code }, by(me))],
];

describe('rights', () => {
  let postgres: TestPostgres;
  let service: TestGroupService;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    service = await startTestGroup(postgres.url);
  });
  afterAll(async () => {
    await service.stop();
    await postgres.stop();
  });

  const scene = async (visibility: string): Promise<Scene> => {
    const ids = Object.fromEntries(
      ['owner', 'admin', 'member', 'stranger', 'owner2', 'admin2', 'member2', 'newcomer'].map((name) => [name, service.users.add(name)]),
    ) as Scene['ids'];
    const members = [ids.admin, ids.member, ids.owner2, ids.admin2, ids.member2];
    const { group } = await service.groups.createGroup({ name: `g ${newId()}`, visibility, members }, by(ids.owner));
    for (const [userId, role] of [
      [ids.admin, 'admin'],
      [ids.admin2, 'admin'],
      [ids.owner2, 'owner'],
    ] as const)
      await service.groups.setRole({ id: group!.id, userId, role }, by(ids.owner));
    const { code } = await service.groups.createInvite({ id: group!.id }, by(ids.owner));
    return { group: group!, ids, code };
  };
  const answer = async (call: Call, visibility: string, caller: Caller) => {
    const set = await scene(visibility);
    const entries = service.log.of(set.group).length;
    try {
      await call(service, set, set.ids[caller]);
      return 'ok';
    } catch (error) {
      expect(service.log.of(set.group)).toHaveLength(entries);
      return (error as { code: string }).code;
    }
  };

  it.each(ROWS)('decide who may %s', async (_what, [owner, admin, member, ofPublic, ofPrivate], call) => {
    const answers = async (visibility: string) => Promise.all(CALLERS.map((caller) => answer(call, visibility, caller)));
    expect(await answers('public')).toEqual([owner, admin, member, ofPublic]);
    expect(await answers('private')).toEqual([owner, admin, member, ofPrivate]);
  });

  it('hide a private group from strangers exactly as if there were none', async () => {
    const { group, ids } = await scene('private');
    const told = async (id: string) => {
      const me = by(ids.stranger);
      const calls = [
        service.groups.getGroup({ id }, me),
        service.groups.updateGroup({ id, name: 'x', visibility: 'public' }, me),
        service.groups.deleteGroup({ id }, me),
        service.groups.joinGroup({ id }, me),
        service.groups.leaveGroup({ id }, me),
        service.groups.listMembers({ id }, me),
        service.groups.addMembers({ id, userIds: [newId()] }, me),
        service.groups.removeMember({ id, userId: ids.member }, me),
        service.groups.setRole({ id, userId: ids.member, role: 'admin' }, me),
        service.groups.createInvite({ id }, me),
        service.groups.listInvites({ id }, me),
        service.groups.revokeInvite({ id, code: 'x' }, me),
      ];
      const errorOf = (error: unknown) => {
        const { code, message, field } = error as Record<string, unknown>;
        return { code, message, field };
      };
      return Promise.all(calls.map((call) => call.then(() => 'ok', errorOf)));
    };
    const unknown = await told(newId());
    expect(await told(group.id)).toEqual(unknown);
    expect(await told('a\0')).toEqual(unknown);
    expect(unknown).toEqual(unknown.map(() => ({ code: 'not_found', message: 'There is no such group.', field: 'id' })));
  });

  it('are gone with the membership', async () => {
    const { group, ids } = await scene('private');
    await service.groups.removeMember({ id: group.id, userId: ids.admin }, by(ids.owner));
    await expect(service.groups.getGroup({ id: group.id }, by(ids.admin))).rejects.toMatchObject({ code: 'not_found' });
    await service.groups.addMembers({ id: group.id, userIds: [ids.admin] }, by(ids.owner));
    await expect(service.groups.updateGroup({ id: group.id, name: 'x' }, by(ids.admin))).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('never leave a group without an owner', async () => {
    const { group, ids } = await scene('public');
    const { id } = group;
    await service.groups.setRole({ id, userId: ids.owner2, role: 'admin' }, by(ids.owner));
    for (const call of [
      () => service.groups.leaveGroup({ id }, by(ids.owner)),
      () => service.groups.removeMember({ id, userId: ids.owner }, by(ids.owner)),
      () => service.groups.setRole({ id, userId: ids.owner, role: 'member' }, by(ids.owner)),
      () => service.groups.setRole({ id, userId: ids.owner, role: 'admin' }, by(ids.owner)),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'conflict' });
    await service.groups.setRole({ id, userId: ids.owner, role: 'owner' }, by(ids.owner));
    await service.groups.setRole({ id, userId: ids.member, role: 'owner' }, by(ids.owner));
    await service.groups.leaveGroup({ id }, by(ids.owner));
    await expect(service.groups.leaveGroup({ id }, by(ids.member))).rejects.toMatchObject({ code: 'conflict' });
  });

  it('are decided one after the other, when two owners do away with each other at once', async () => {
    for (const [one, other] of [
      [
        (s: Scene) => service.groups.removeMember({ id: s.group.id, userId: s.ids.owner2 }, by(s.ids.owner)),
        (s: Scene) => service.groups.removeMember({ id: s.group.id, userId: s.ids.owner }, by(s.ids.owner2)),
      ],
      [
        (s: Scene) => service.groups.leaveGroup({ id: s.group.id }, by(s.ids.owner)),
        (s: Scene) => service.groups.leaveGroup({ id: s.group.id }, by(s.ids.owner2)),
      ],
      [
        (s: Scene) => service.groups.setRole({ id: s.group.id, userId: s.ids.owner2, role: 'member' }, by(s.ids.owner)),
        (s: Scene) => service.groups.setRole({ id: s.group.id, userId: s.ids.owner, role: 'member' }, by(s.ids.owner2)),
      ],
    ]) {
      const set = await scene('private');
      const settled = await Promise.allSettled([one!(set), other!(set)]);
      expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
      expect(Object.values(service.log.replay(set.group).roles).filter((role) => role === 'owner')).toHaveLength(1);
    }
  });

  it('refuse a role that there is not', async () => {
    const { group, ids } = await scene('private');
    const call = service.groups.setRole({ id: group.id, userId: ids.member, role: 'king' }, by(ids.owner));
    await expect(call).rejects.toMatchObject({ code: 'invalid', field: 'role' });
  });
});
