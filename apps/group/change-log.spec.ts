import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ParleyError } from '#errors';
import { newId } from '#runtime';
import type { Group } from '#contracts/gen/parley/group/v1/group.js';
import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { ChangePump } from './change.pump.js';
import { by, startTestGroup, TestLog, TestUsers, type TestGroupService } from './testing.js';
import { eventually } from '../../test/support/eventually.js';

const away = () => Promise.reject(new ParleyError('unavailable', 'away'));
const fine = () => Promise.resolve();
const upTo = (version: number) => Array.from({ length: version }, (_, index) => index + 1);

describe('changes of groups', () => {
  let postgres: TestPostgres;
  let users: TestUsers;
  let log: TestLog;
  let service: TestGroupService;
  let ann: string;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    users = new TestUsers();
    ann = users.add('ann');
  });
  beforeEach(async () => {
    log = new TestLog();
    service = await startTestGroup(postgres.url, { users, log });
  });
  afterEach(async () => {
    log.answer = fine;
    await service.stop();
  });
  afterAll(() => postgres.stop());

  const make = async (through = service): Promise<Group> =>
    (await through.groups.createGroup({ name: `g ${newId()}`, visibility: 'public', members: [] }, by(ann))).group!;
  const join = (group: Group, user: string, through = service) => through.groups.joinGroup({ id: group.id }, by(user));
  const leave = (group: Group, user: string, through = service) => through.groups.leaveGroup({ id: group.id }, by(user));
  const people = (count: number) => Array.from({ length: count }, (_, index) => users.add(`p${String(index)}`));
  const query = async <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> => {
    const client = new pg.Client(postgres.url);
    await client.connect();
    const { rows } = await client.query<Row>(sql, values);
    await client.end();
    return rows;
  };
  const drained = () => eventually(async () => (await query('SELECT 1 FROM groups.outbox')).length === 0);
  const stored = async (group: Group) => {
    const rows = await query<{ user_id: string; rank: number }>('SELECT user_id, rank FROM groups.members WHERE group_id = $1', [group.id]);
    return Object.fromEntries(rows.map(({ user_id, rank }) => [user_id, ['owner', 'admin', 'member'][rank]]));
  };

  it('are in the log by the answer, one entry each when made one by one', async () => {
    const group = await make();
    for (const user of people(3)) {
      await join(group, user);
      expect(log.of(group).at(-1)).toMatchObject({ from: user, change: { event: 'joined', members: [{ user, role: 'member' }] } });
    }
    expect(log.of(group).map(({ id }) => id)).toEqual(['change-1', 'change-2', 'change-3', 'change-4']);
  });

  it('change nothing when repeated', async () => {
    const group = await make();
    const [bob] = people(1);
    const first = await join(group, bob!);
    expect(await join(group, bob!)).toEqual(first);
    expect(log.of(group)).toHaveLength(2);
  });

  it('of many at once are numbered without gaps, count each once and travel together', async () => {
    const group = await make();
    const many = people(500);
    let release = () => {};
    log.answer = () => new Promise<void>((resolve) => (release = resolve));
    const first = join(group, many[0]!);
    await sleep(100);
    const others = many.slice(1).flatMap((user) => [join(group, user), join(group, user)]);
    await sleep(500);
    log.answer = fine;
    release();
    await Promise.all([first, ...others]);
    await drained();
    const { roles, versions } = log.replay(group);
    expect(versions).toEqual(upTo(501));
    expect(Object.keys(roles)).toHaveLength(501);
    expect(await stored(group)).toEqual(roles);
    expect((await service.groups.getGroup({ id: group.id }, by(ann))).memberCount).toBe(501);
    expect(log.of(group).length).toBeLessThan(20);
    const transactions = await query('SELECT DISTINCT xmin::text FROM groups.members WHERE group_id = $1', [group.id]);
    expect(transactions.length).toBeLessThan(20);
  });

  it('that are refused leave those decided in the same transaction alone', async () => {
    const group = await make();
    const [bob, cem, dan] = people(3);
    await join(group, dan!);
    const settled = await Promise.allSettled([
      join(group, bob!),
      leave(group, ann),
      leave(group, newId()),
      join(group, cem!),
      service.groups.removeMember({ id: group.id, userId: cem! }, by(bob!)),
      leave(group, dan!),
      leave(group, dan!),
    ]);
    expect(settled.map((one) => (one.status === 'fulfilled' ? 'ok' : (one.reason as ParleyError).code))).toEqual([
      'ok',
      'conflict',
      'not_found',
      'ok',
      'forbidden',
      'ok',
      'not_found',
    ]);
    await drained();
    expect(log.replay(group)).toEqual({ roles: { [ann]: 'owner', [bob!]: 'member', [cem!]: 'member' }, versions: upTo(5) });
  });

  it('are answered soon and put into the log later while that is away, in order', async () => {
    const group = await make();
    log.answer = away;
    const many = people(5);
    for (const user of many.slice(0, 2)) await join(group, user);
    await Promise.all([leave(group, many[0]!), ...many.slice(2).map((user) => join(group, user))]);
    expect(log.of(group)).toHaveLength(1);
    log.answer = fine;
    await eventually(() => log.replay(group).versions.length === 7);
    expect(log.replay(group)).toEqual({ roles: await stored(group), versions: upTo(7) });
  });

  it('of one group that cannot be put into the log do not hold up the others', async () => {
    const [stuck, free] = [await make(), await make()];
    log.answer = ({ changes }) => (changes.some(({ conversation }) => conversation === stuck.conversation) ? away() : fine());
    const [bob] = people(1);
    await join(stuck, bob!);
    await join(free, bob!);
    await eventually(() => log.of(free).length === 2);
    log.answer = fine;
    await eventually(() => log.of(stuck).length === 2);
  });

  it('are put into the log by the next start when the process ends before they were', async () => {
    const group = await make();
    log.answer = away;
    const [bob, cem] = people(2);
    const joining = join(group, bob!);
    await eventually(async () => (await stored(group))[bob!] === 'member');
    await Promise.all([joining, leave(group, bob!), join(group, cem!)]);
    await service.stop();
    expect(log.of(group)).toHaveLength(1);
    log.answer = fine;
    service = await startTestGroup(postgres.url, { users, log });
    await drained();
    expect(log.replay(group)).toEqual({ roles: { [ann]: 'owner', [cem!]: 'member' }, versions: upTo(4) });
  });

  it('are repeated with the same versions when the process dies between the answer of the log and its note of it', async () => {
    const group = await make();
    let taken: () => void = () => undefined;
    const inHand = new Promise<void>((resolve) => (taken = resolve));
    let answered: () => void = () => undefined;
    const answer = new Promise<void>((resolve) => (answered = resolve));
    log.answer = () => (taken(), answer);
    const [bob, cem] = people(2);
    const call = join(group, bob!);
    await inHand;
    await join(group, cem!);
    const cut = await query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' AND query LIKE '%outbox%' AND pid <> pg_backend_pid()`,
    );
    expect(cut).toHaveLength(1);
    log.answer = fine;
    answered();
    await call;
    await drained();
    expect(log.of(group).map(({ id, change }) => [id, change!.members.map(({ version }) => version)])).toEqual([
      ['change-1', [1]],
      ['change-2', [2]],
      // Alone when it was first put, and with the next one now: the log knows the first by its version.
      ['change-3', [2, 3]],
    ]);
    expect(log.replay(group)).toEqual({ roles: await stored(group), versions: upTo(3) });
  });

  it('use no version when their transaction is rolled back', async () => {
    const group = await make();
    const [bob, cem] = people(2);
    await query(`CREATE FUNCTION groups.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room on the disk'; END $$`);
    await query('CREATE TRIGGER refuse BEFORE INSERT ON groups.outbox FOR EACH ROW EXECUTE FUNCTION groups.refuse()');
    await expect(join(group, bob!)).rejects.toThrow('no room on the disk');
    await query('DROP TRIGGER refuse ON groups.outbox');
    expect(await stored(group)).toEqual({ [ann]: 'owner' });
    await join(group, cem!);
    await drained();
    expect(log.replay(group)).toEqual({ roles: { [ann]: 'owner', [cem!]: 'member' }, versions: [1, 2] });
  });

  it('go out in order and once through several instances, while the log fails now and then', async () => {
    let random = 7;
    log.answer = async () => {
      random = (random * 48_271) % 2_147_483_647;
      await sleep(random % 5);
      if (random % 3 === 0) await away();
    };
    const more = await Promise.all([1, 2].map(() => startTestGroup(postgres.url, { users, log })));
    const instances = [service, ...more];
    const groups = await Promise.all([1, 2, 3].map(() => make()));
    const many = people(40);
    await Promise.all(
      many.map(async (user, index) => {
        for (const group of groups) {
          await join(group, user, instances[index % 3]);
          if (index % 4 === 0) await leave(group, user, instances[(index + 1) % 3]);
        }
      }),
    );
    await drained();
    for (const group of groups) {
      expect(log.replay(group)).toEqual({ roles: await stored(group), versions: upTo(51) });
      const put = log.of(group).map(({ change }) => change!.version);
      expect(put).toEqual(put.toSorted((a, b) => a - b));
      expect(new Set(put).size).toBe(put.length);
    }
    await Promise.all(more.map((instance) => instance.stop()));
  });

  it('that another instance has put into the log are answered, and put there once', async () => {
    const group = await make();
    const otherLog = new TestLog();
    const other = await startTestGroup(postgres.url, { users, log: otherLog });
    log.answer = away;
    const [bob] = people(1);
    const call = join(group, bob!);
    while (otherLog.of(group).length === 0) await other.app.get(ChangePump).delivered('its own', { version: 0, withinMs: 20 });
    await call;
    expect(otherLog.of(group)).toHaveLength(1);
    await other.stop();
  });
});
