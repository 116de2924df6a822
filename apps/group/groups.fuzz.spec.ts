import fc from 'fast-check';
import pg from 'pg';
import { newId } from '#runtime';
import type { Group } from '#contracts/gen/parley/group/v1/group.js';
import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { by, startTestGroup, type TestGroupService } from './testing.js';

const USERS = 6;
const RANKS = ['owner', 'admin', 'member'];

type Step =
  | { do: 'join' | 'leave' | 'delete' | 'accept'; by: number }
  | { do: 'remove'; by: number; of: number }
  | { do: 'add'; by: number; users: number[] }
  | { do: 'role'; by: number; of: number; role: string }
  | { do: 'visibility'; by: number; to: string };

const user = fc.integer({ min: 0, max: USERS - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 40, arbitrary: fc.record({ do: fc.constantFrom('join' as const, 'leave' as const, 'accept' as const), by: user }) },
  { weight: 30, arbitrary: fc.record({ do: fc.constant('remove' as const), by: user, of: user }) },
  {
    weight: 20,
    arbitrary: fc.record({ do: fc.constant('add' as const), by: user, users: fc.array(user, { minLength: 1, maxLength: 4 }) }),
  },
  { weight: 40, arbitrary: fc.record({ do: fc.constant('role' as const), by: user, of: user, role: fc.constantFrom(...RANKS) }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('visibility' as const), by: user, to: fc.constantFrom('public', 'private') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), by: user }) },
);

/** The rules once more, as simply as they can be said: what is allowed, and what is then. */
class Model {
  roles = new Map<number, string>([[0, 'owner']]);
  open = true;
  gone = false;
  uses = 0;
  version = 1;

  take(step: Step): boolean {
    if (this.gone) return false;
    const role = this.roles.get(step.by);
    const right = role === undefined ? 3 : RANKS.indexOf(role);
    switch (step.do) {
      case 'join':
        return role !== undefined || (this.open && this.put(step.by, 'member'));
      case 'accept':
        if (role !== undefined) return true;
        if (this.uses === 3) return false;
        this.uses += 1;
        return this.put(step.by, 'member');
      case 'leave':
        return role !== undefined && this.put(step.by, undefined);
      case 'remove': {
        if (step.of === step.by) return this.take({ do: 'leave', by: step.by });
        const other = this.roles.get(step.of);
        return other !== undefined && (right === 0 || (right === 1 && other === 'member')) && this.put(step.of, undefined);
      }
      case 'add': {
        if (right > 1) return false;
        const fresh = [...new Set(step.users)].filter((one) => !this.roles.has(one));
        for (const one of fresh) this.roles.set(one, 'member');
        this.version += fresh.length > 0 ? 1 : 0;
        return true;
      }
      case 'role':
        if (right !== 0 || !this.roles.has(step.of)) return false;
        return this.roles.get(step.of) === step.role || this.put(step.of, step.role);
      case 'visibility':
        if (right > 1) return false;
        this.version += this.open === (step.to === 'public') ? 0 : 1;
        this.open = step.to === 'public';
        return true;
      case 'delete':
        if (right !== 0) return false;
        this.gone = true;
        this.roles.clear();
        this.version += 1;
        return true;
    }
  }

  private put(one: number, role: string | undefined): boolean {
    const owners = [...this.roles].filter(([, other]) => other === 'owner');
    if (role !== 'owner' && owners.length === 1 && owners[0]![0] === one) return false;
    if (role === undefined) this.roles.delete(one);
    else this.roles.set(one, role);
    this.version += 1;
    return true;
  }
}

describe('random calls', () => {
  let postgres: TestPostgres;
  let service: TestGroupService;
  let client: pg.Client;
  let people: string[];
  beforeAll(async () => {
    postgres = await startTestPostgres();
    service = await startTestGroup(postgres.url);
    client = new pg.Client(postgres.url);
    await client.connect();
    people = Array.from({ length: USERS }, (_, index) => service.users.add(`u${String(index)}`));
  });
  afterAll(async () => {
    await client.end();
    await service.stop();
    await postgres.stop();
  });

  const start = async (): Promise<{ group: Group; code: string }> => {
    const name = `g ${newId()}`;
    const { group } = await service.groups.createGroup({ name, visibility: 'public', members: [] }, by(people[0]!));
    const { code } = await service.groups.createInvite({ id: group!.id, maxUses: 3 }, by(people[0]!));
    return { group: group!, code };
  };
  const call = (step: Step, { group: { id }, code }: { group: Group; code: string }): Promise<unknown> => {
    const caller = by(people[step.by]!);
    switch (step.do) {
      case 'join':
        return service.groups.joinGroup({ id }, caller);
      case 'accept':
        return service.groups.acceptInvite({ code }, caller);
      case 'leave':
        return service.groups.leaveGroup({ id }, caller);
      case 'remove':
        return service.groups.removeMember({ id, userId: people[step.of]! }, caller);
      case 'add':
        return service.groups.addMembers({ id, userIds: step.users.map((one) => people[one]!) }, caller);
      case 'role':
        return service.groups.setRole({ id, userId: people[step.of]!, role: step.role }, caller);
      case 'visibility':
        return service.groups.updateGroup({ id, visibility: step.to }, caller);
      case 'delete':
        return service.groups.deleteGroup({ id }, caller);
    }
  };
  const stored = async ({ id }: Group) => {
    const { rows } = await client.query<{ user_id: string; rank: number }>('SELECT user_id, rank FROM groups.members WHERE group_id = $1', [
      id,
    ]);
    return Object.fromEntries(rows.map(({ user_id, rank }) => [user_id, RANKS[rank]]));
  };
  const counted = async ({ id }: Group) =>
    (
      await client.query<{ version: string; owners: number; members: number }>(
        'SELECT version, owners, members FROM groups.groups WHERE id = $1',
        [id],
      )
    ).rows[0]!;

  /** What is stored, counted and in the log is the same, and its versions have no gaps. */
  const agree = async (group: Group) => {
    const roles = await stored(group);
    const { version, owners, members } = await counted(group);
    const count = Number(version);
    expect({ owners, members }).toEqual({
      owners: Object.values(roles).filter((role) => role === 'owner').length,
      members: Object.keys(roles).length,
    });
    expect(service.log.replay(group)).toEqual({ roles, versions: Array.from({ length: count }, (_, index) => index + 1) });
    return { roles, count };
  };

  it('one by one are answered as the rules say, and leave the members that the rules say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const scene = await start();
        const model = new Model();
        for (const one of steps) {
          const done = await call(one, scene).then(
            () => true,
            () => false,
          );
          expect([one, done]).toEqual([one, model.take(one)]);
        }
        const { roles, count } = await agree(scene.group);
        expect(roles).toEqual(Object.fromEntries([...model.roles].map(([index, role]) => [people[index]!, role])));
        expect(count).toBe(model.version);
      }),
      { numRuns: 40, seed: 4_2026 },
    );
  });

  it('all at once never leave a group without an owner, nor the log and the members at odds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 60 }), async (steps) => {
        const scene = await start();
        await Promise.allSettled(steps.map((one) => call(one, scene)));
        const { roles } = await agree(scene.group);
        const gone = service.log.of(scene.group).at(-1)?.change?.event === 'deleted';
        expect(Object.values(roles).includes('owner')).toBe(!gone);
      }),
      { numRuns: 40, seed: 11_2026 },
    );
  });
});
