import { newId } from '#runtime';
import type { Group } from '#contracts/gen/parley/group/v1/group.js';
import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { by, startTestGroup, type TestGroupService } from './testing.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const NO_GOOD = { code: 'not_found', field: 'code' };

describe('invitations', () => {
  let postgres: TestPostgres;
  let service: TestGroupService;
  let ann: string;
  let bob: string;
  let cem: string;
  let group: Group;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    service = await startTestGroup(postgres.url);
    [ann, bob, cem] = [service.users.add('ann'), service.users.add('bob'), service.users.add('cem')];
  });
  beforeEach(async () => {
    const request = { name: `g ${newId()}`, description: 'what it is', picture: 'https://x.example/p', members: [bob] };
    group = (await service.groups.createGroup(request, by(ann))).group!;
  });
  afterAll(async () => {
    await service.stop();
    await postgres.stop();
  });

  const invite = (request: object = {}) => service.groups.createInvite({ id: group.id, ...request }, by(ann));
  const accept = async (code: string, user: string) => (await service.groups.acceptInvite({ code }, by(user))).group!;
  const listed = async () => (await service.groups.listInvites({ id: group.id }, by(ann))).invites;

  it('show a stranger what they lead to, and let them join', async () => {
    const { code } = await invite();
    expect(code).toMatch(/^[\w-]{22}$/);
    const told = { groupId: group.id, name: group.name, description: 'what it is', picture: 'https://x.example/p' };
    expect(await service.groups.getInvitation({ code }, by(cem))).toEqual({ ...told, memberCount: 2, member: false });
    expect(await accept(code, cem)).toMatchObject({ id: group.id, role: 'member', memberCount: 3 });
    expect(await service.groups.getInvitation({ code }, by(cem))).toEqual({ ...told, memberCount: 3, member: true });
    expect(service.log.of(group).at(-1)).toMatchObject({
      from: cem,
      change: { event: 'joined', members: [{ user: cem, role: 'member' }] },
    });
    expect(await listed()).toMatchObject([{ code, uses: 1, createdBy: ann }]);
  });

  it('last a week, as long as is said, or for ever', async () => {
    const [week, minute, ever] = [await invite(), await invite({ expiresInMs: MINUTE_MS }), await invite({ expiresInMs: 0 })];
    expect(week.expiresAt! - week.createdAt).toBe(7 * DAY_MS);
    expect(minute.expiresAt! - minute.createdAt).toBe(MINUTE_MS);
    expect(ever.expiresAt).toBeUndefined();
    await expect(invite({ expiresInMs: 1 })).rejects.toMatchObject({ code: 'invalid', field: 'expiresInMs' });
    const stranger = service.users.add('s');
    for (const [ahead, ended, good] of [
      [MINUTE_MS, minute, [week, ever]],
      [7 * DAY_MS, week, [ever]],
    ] as const) {
      service.clock.ahead += ahead;
      await expect(service.groups.getInvitation({ code: ended.code }, by(stranger))).rejects.toMatchObject(NO_GOOD);
      await expect(accept(ended.code, stranger)).rejects.toMatchObject(NO_GOOD);
      expect(await service.internal.checkInvite({ code: ended.code })).toEqual({ good: false });
      expect((await listed()).map(({ code }) => code).toSorted()).toEqual(good.map(({ code }) => code).toSorted());
    }
    expect(await service.internal.checkInvite({ code: ever.code })).toEqual({ good: true });
    expect(await accept(ever.code, stranger)).toMatchObject({ id: group.id });
  });

  it('give their last use to one of those who want it at the same moment', async () => {
    const { code } = await invite({ maxUses: 3 });
    const many = Array.from({ length: 20 }, (_, index) => service.users.add(`m${String(index)}`));
    const settled = await Promise.allSettled(many.map((user) => accept(code, user)));
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    for (const one of settled) if (one.status === 'rejected') expect(one.reason).toMatchObject(NO_GOOD);
    expect((await service.groups.getGroup({ id: group.id }, by(ann))).memberCount).toBe(5);
    await expect(service.groups.getInvitation({ code }, by(cem))).rejects.toMatchObject(NO_GOOD);
    expect(await service.internal.checkInvite({ code })).toEqual({ good: false });
    expect(await listed()).toEqual([]);
  });

  it('give their last use to one of those who want it, also through two instances', async () => {
    const other = await startTestGroup(postgres.url, { users: service.users });
    for (let round = 0; round < 5; round += 1) {
      const { code } = await invite({ maxUses: 1 });
      const [one, two] = [service.users.add('one'), service.users.add('two')];
      const settled = await Promise.allSettled([accept(code, one), other.groups.acceptInvite({ code }, by(two))]);
      expect(settled.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    }
    await other.stop();
  });

  it('are not used up by members, nor by who comes back with one they have used', async () => {
    const { code } = await invite({ maxUses: 1 });
    expect(await accept(code, bob)).toMatchObject({ id: group.id, memberCount: 2 });
    expect((await listed())[0]).toMatchObject({ uses: 0 });
    await Promise.all([accept(code, cem), accept(code, cem)]);
    expect(await accept(code, cem)).toMatchObject({ id: group.id, memberCount: 3 });
    await service.groups.leaveGroup({ id: group.id }, by(cem));
    await expect(accept(code, cem)).rejects.toMatchObject(NO_GOOD);
  });

  it('end when they are taken back, in their own group only', async () => {
    const { code } = await invite();
    const { group: elsewhere } = await service.groups.createGroup({ name: 'elsewhere', members: [] }, by(ann));
    await service.groups.revokeInvite({ id: elsewhere!.id, code }, by(ann));
    expect(await service.internal.checkInvite({ code })).toEqual({ good: true });
    await service.groups.revokeInvite({ id: group.id, code }, by(ann));
    await service.groups.revokeInvite({ id: group.id, code }, by(ann));
    await expect(accept(code, cem)).rejects.toMatchObject(NO_GOOD);
    expect(await listed()).toEqual([]);
  });

  it('that nobody has made are no good', async () => {
    for (const code of [newId(), 'x', 'a\0', "' OR 1=1"]) {
      await expect(accept(code, cem)).rejects.toMatchObject(NO_GOOD);
      await expect(service.groups.getInvitation({ code }, by(cem))).rejects.toMatchObject(NO_GOOD);
      expect(await service.internal.checkInvite({ code })).toEqual({ good: false });
    }
  });

  it('are listed in pages, the newest first, with links under the public URL', async () => {
    const named = await startTestGroup(postgres.url, { users: service.users, env: { PUBLIC_URL: 'https://chat.example' } });
    named.clock.ahead = service.clock.ahead;
    const codes: string[] = [];
    for (let made = 0; made < 5; made += 1) {
      named.clock.ahead += made % 2;
      codes.push((await named.groups.createInvite({ id: group.id }, by(ann))).code);
    }
    const seen: string[] = [];
    const times: number[] = [];
    let pageToken: string | undefined;
    do {
      const page = await named.groups.listInvites({ id: group.id, limit: 2, pageToken }, by(ann));
      for (const { code, url } of page.invites) expect(url).toBe(`https://chat.example/invite/${code}`);
      seen.push(...page.invites.map(({ code }) => code));
      times.push(...page.invites.map(({ createdAt }) => createdAt));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(seen.toSorted()).toEqual(codes.toSorted());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect((await invite()).url).toBe('');
    await named.stop();
  });

  it('can be guessed a few times only, and used as often as one likes; so can groups be made', async () => {
    const limited = await startTestGroup(postgres.url, { users: service.users, env: { RATE_LIMIT_SCALE: '0.2' } });
    const codesOf = async (calls: (() => Promise<unknown>)[]) => {
      const codes: string[] = [];
      for (const call of calls)
        codes.push(
          await call().then(
            () => 'ok',
            (error: unknown) => (error as { code: string }).code,
          ),
        );
      return codes;
    };
    const { code } = await invite();
    const use = () => limited.groups.getInvitation({ code }, by(bob));
    const guess = () => limited.groups.getInvitation({ code: newId() }, by(bob));
    const guessAccepting = () => limited.groups.acceptInvite({ code: newId() }, by(bob));
    expect(await codesOf([use, use, use, use, use, use, guess, guess, guessAccepting, guessAccepting, guess, use])).toEqual([
      ...Array<string>(6).fill('ok'),
      ...Array<string>(4).fill('not_found'),
      'rate_limited',
      'rate_limited',
    ]);
    const make = () => limited.groups.createGroup({ name: 'x', members: [] }, by(cem));
    expect(await codesOf([make, make, make])).toEqual(['ok', 'ok', 'rate_limited']);
    await limited.stop();
  });
});
