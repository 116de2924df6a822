import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ParleyError } from '#errors';
import { newId } from '#runtime';
import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { eventually } from '../../test/support/eventually.js';
import { BlockReceiver, type Person, registerPerson, startTestUser, testFolder, type TestUserService } from './testing.js';

const away = () => Promise.reject(new ParleyError('unavailable', 'away'));

describe('blocks', () => {
  let postgres: TestPostgres;
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let messages: BlockReceiver;
  let service: TestUserService;
  let a: Person;
  let b: Person;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    folder = await testFolder();
  });
  beforeEach(async () => {
    messages = new BlockReceiver();
    service = await startTestUser(postgres.url, { dataDir: folder.dataDir, messages });
    [a, b] = [await registerPerson(service), await registerPerson(service)];
  });
  afterEach(() => service.stop());
  afterAll(async () => {
    await postgres.stop();
    await folder.remove();
  });

  const block = (by: Person, whom: Person, through = service) => through.users.blockUser({ userId: whom.id }, by.call);
  const unblock = (by: Person, whom: Person, through = service) => through.users.unblockUser({ userId: whom.id }, by.call);
  const change = (by: Person, whom: Person, blocked: boolean, version: number) => ({
    blocker: by.id,
    blockedUser: whom.id,
    blocked,
    version,
  });
  const blockedFor = async (who: Person, ...others: Person[]) =>
    (await service.internal.checkBlocks({ user: who.id, others: others.map(({ id }) => id) })).blocked;
  const delivered = async (count: number, to = messages) => {
    await eventually(
      () => to.received.length,
      (length) => length >= count,
    );
    return to.received;
  };

  it('are in force for both sides and in the log of messages by the answer', async () => {
    await block(a, b);
    expect(messages.received).toEqual([change(a, b, true, 1)]);
    expect(await blockedFor(a, b)).toEqual([b.id]);
    expect(await blockedFor(b, a)).toEqual([a.id]);
    await unblock(a, b);
    expect(messages.received.at(-1)).toEqual(change(a, b, false, 2));
    expect(await blockedFor(a, b)).toEqual([]);
  });

  it('change nothing when repeated', async () => {
    await unblock(a, b);
    await block(a, b);
    await block(a, b);
    expect(await delivered(1)).toEqual([change(a, b, true, 1)]);
  });

  it('of both sides share growing versions, and one side taking it back leaves the other', async () => {
    await block(a, b);
    await block(b, a);
    await unblock(a, b);
    expect(await delivered(3)).toEqual([change(a, b, true, 1), change(b, a, true, 2), change(a, b, false, 3)]);
    expect(await blockedFor(a, b)).toEqual([b.id]);
  });

  it('leave the profile to be seen', async () => {
    await block(a, b);
    await expect(service.users.getUser({ id: a.id }, b.call)).resolves.toMatchObject({ id: a.id });
  });

  it('of oneself, of nobody, or of nonsense are refused', async () => {
    await expect(block(a, a)).rejects.toMatchObject({ code: 'invalid', field: 'userId' });
    for (const userId of [newId(), 'x', 'a\0']) {
      for (const call of ['blockUser', 'unblockUser'] as const) {
        await expect(service.users[call]({ userId }, a.call)).rejects.toMatchObject({ code: 'not_found', field: 'userId' });
      }
    }
    expect(messages.received).toEqual([]);
  });

  it('are listed in pages, the latest first, to the blocker alone', async () => {
    const others = [b];
    for (let made = 0; made < 4; made += 1) others.push(await registerPerson(service));
    for (const other of others) {
      service.clock.ahead += 10;
      await block(a, other);
    }
    await unblock(a, others[1]!);
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await service.users.listBlocks({ limit: 2, pageToken }, a.call);
      seen.push(...page.users.map(({ username }) => username));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(seen).toEqual([4, 3, 2, 0].map((index) => others[index]!.username));
    expect((await service.users.listBlocks({}, b.call)).users).toEqual([]);
  });

  it('are answered soon and delivered later when messages are away', async () => {
    messages.answer = away;
    const start = performance.now();
    await block(a, b);
    expect(performance.now() - start).toBeLessThan(3_000);
    expect(await blockedFor(a, b)).toEqual([b.id]);
    messages.answer = () => Promise.resolve();
    expect(await delivered(1)).toEqual([change(a, b, true, 1)]);
  });

  it('are delivered by the next start when the process ends before they were', async () => {
    messages.answer = away;
    const blocking = block(a, b);
    await eventually(async () => (await blockedFor(a, b)).length === 1);
    await Promise.all([blocking, unblock(a, b)]);
    await service.stop();
    expect(messages.received).toEqual([]);
    messages = new BlockReceiver();
    service = await startTestUser(postgres.url, { dataDir: folder.dataDir, messages });
    expect(await delivered(2)).toEqual([change(a, b, true, 1), change(a, b, false, 2)]);
  });

  it('are delivered again, with the same version, when the process dies between the answer and its note of it', async () => {
    let taken: () => void = () => undefined;
    const inHand = new Promise<void>((resolve) => (taken = resolve));
    let answered: () => void = () => undefined;
    const answer = new Promise<void>((resolve) => (answered = resolve));
    messages.answer = () => (taken(), answer);
    const call = block(a, b);
    await inHand;
    const cut = await cutPumpOff(postgres.url).finally(() => {
      messages.answer = () => Promise.resolve();
      answered();
    });
    expect(cut).toBe(1);
    await call;
    expect(await delivered(2)).toEqual([change(a, b, true, 1), change(a, b, true, 1)]);
    await sleep(1_200);
    expect(messages.received).toHaveLength(2);
  });

  it('of each pair go out in order and once through several instances, while deliveries fail now and then', async () => {
    let random = 7;
    messages.answer = async () => {
      random = (random * 48_271) % 2_147_483_647;
      await sleep(random % 5);
      if (random % 3 === 0) await away();
    };
    const others = await Promise.all(Array.from({ length: 5 }, () => registerPerson(service)));
    const more = [1, 2].map(() => startTestUser(postgres.url, { dataDir: folder.dataDir, messages }));
    const instances = [service, ...(await Promise.all(more))];
    for (let round = 0; round < 6; round += 1) {
      const through = instances[round % instances.length]!;
      const calls = others.map((other) => (round % 2 === 0 ? block(a, other, through) : unblock(a, other, through)));
      await Promise.race([Promise.all(calls), sleep(50)]);
      await Promise.all(calls);
    }
    await delivered(30);
    for (const other of others) {
      const mine = messages.received.filter(({ blockedUser }) => blockedUser === other.id);
      expect(mine).toEqual([1, 2, 3, 4, 5, 6].map((version) => change(a, other, version % 2 === 1, version)));
    }
    await Promise.all(instances.slice(1).map((instance) => instance.stop()));
  });

  it('changed both ways at once end with the version that came last', async () => {
    await Promise.all([block(a, b), unblock(a, b), block(b, a), block(a, b), unblock(b, a), unblock(a, b)]);
    await eventually(() => isEmptied(postgres.url));
    const versions = messages.received.map(({ version }) => version);
    expect(new Set(versions).size).toBe(versions.length);
    for (const [by, whom] of [
      [a, b],
      [b, a],
    ] as const) {
      const last = messages.received.filter(({ blocker }) => blocker === by.id).at(-1);
      const listed = (await service.users.listBlocks({}, by.call)).users.map(({ id }) => id);
      expect(listed).toEqual(last?.blocked === true ? [whom.id] : []);
    }
  });
});

/** Whether everything in the outbox has been delivered. */
async function isEmptied(url: string): Promise<boolean> {
  const client = new pg.Client(url);
  await client.connect();
  const { rowCount } = await client.query('SELECT 1 FROM users.block_outbox');
  await client.end();
  return rowCount === 0;
}

/** Breaks the connection on which the outbox is being pumped, as the end of the process would. */
async function cutPumpOff(url: string): Promise<number | null> {
  const client = new pg.Client(url);
  await client.connect();
  const { rowCount } = await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' AND query LIKE '%block_outbox%' AND pid <> pg_backend_pid()`,
  );
  await client.end();
  return rowCount;
}
