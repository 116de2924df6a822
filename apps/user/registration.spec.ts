import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { BlockReceiver, callBy, PASSWORD, type Person, personOf, startTestUser, testFolder, type TestUserService } from './testing.js';
import { UserDatabase } from './user-database.js';

const MINUTE_MS = 60_000;
const NOT_INVITED = { code: 'forbidden', field: 'invite' };

describe('registration', () => {
  let postgres: TestPostgres;
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let service: TestUserService;
  let others: BlockReceiver;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    folder = await testFolder();
  });
  beforeEach(async () => {
    others = new BlockReceiver();
    service = await start('invite');
    await service.app.get(UserDatabase).manager.query('TRUNCATE accounts CASCADE');
  });
  afterEach(() => service.stop());
  afterAll(async () => {
    await postgres.stop();
    await folder.remove();
  });

  const start = (registration: string, env: Record<string, string> = {}): Promise<TestUserService> =>
    startTestUser(postgres.url, { dataDir: folder.dataDir, messages: others, env: { REGISTRATION: registration, ...env } });
  const register = async (username: string, invite?: string, through = service): Promise<Person> =>
    personOf(await through.users.register({ username, password: PASSWORD, invite }, callBy()));
  const outcomes = async (calls: Promise<unknown>[]) => {
    const settled = await Promise.allSettled(calls);
    return {
      done: settled.filter(({ status }) => status === 'fulfilled').length,
      errors: settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as object] : [])),
    };
  };

  it('by invitation lets the first in without one, and nobody else, however many come at the same moment', async () => {
    expect(await service.users.getRegistration()).toEqual({ policy: 'open' });
    const { done, errors } = await outcomes(Array.from({ length: 6 }, (_, index) => register(`first-${String(index)}`)));
    expect(done).toBe(1);
    for (const error of errors) expect(error).toMatchObject(NOT_INVITED);
    expect(await service.users.getRegistration()).toEqual({ policy: 'invite' });
    await expect(register('second')).rejects.toMatchObject(NOT_INVITED);
    await expect(register('second', '')).rejects.toMatchObject(NOT_INVITED);
    await expect(register('second', 'guessed')).rejects.toMatchObject(NOT_INVITED);
  });

  it('counts an invitation once for each account, and its last use for one of those who want it', async () => {
    const ann = await register('ann');
    const { code } = await service.users.createInvite({ maxUses: 2 }, ann.call);
    await register('bob', code);
    await expect(register('bob', code)).rejects.toMatchObject({ code: 'conflict', field: 'username' });
    expect((await service.users.listInvites({}, ann.call)).invites).toMatchObject([{ code, uses: 1, maxUses: 2 }]);
    const { done, errors } = await outcomes(Array.from({ length: 5 }, (_, index) => register(`racer-${String(index)}`, code)));
    expect(done).toBe(1);
    for (const error of errors) expect(error).toMatchObject(NOT_INVITED);
    expect((await service.users.listInvites({}, ann.call)).invites).toEqual([]);
  });

  it('ends with the time of the invitation, or when it is taken back by its maker', async () => {
    const ann = await register('ann');
    const short = await service.users.createInvite({ expiresInMs: MINUTE_MS }, ann.call);
    expect(short.expiresAt - short.createdAt).toBe(MINUTE_MS);
    const kept = await service.users.createInvite({}, ann.call);
    expect(kept).toMatchObject({ url: '', maxUses: 1, uses: 0, expiresAt: kept.createdAt + 7 * 24 * 60 * MINUTE_MS });
    service.clock.ahead += MINUTE_MS;
    await expect(register('late', short.code)).rejects.toMatchObject(NOT_INVITED);
    const bob = await register('bob', kept.code);
    const last = await service.users.createInvite({}, ann.call);
    await service.users.revokeInvite({ code: last.code }, bob.call);
    expect((await service.users.listInvites({}, ann.call)).invites.map(({ code }) => code)).toEqual([last.code]);
    await service.users.revokeInvite({ code: last.code }, ann.call);
    await service.users.revokeInvite({ code: last.code }, ann.call);
    await expect(register('cem', last.code)).rejects.toMatchObject(NOT_INVITED);
  });

  it('takes an invitation into a group, which is not used up, and says so when that cannot be known', async () => {
    const ann = await register('ann');
    others.groupInvites = new Set(['into-a-group']);
    await register('bob', 'into-a-group');
    await register('cem', 'into-a-group');
    others.groupInvites = undefined;
    await expect(register('dan', 'into-a-group')).rejects.toMatchObject({ code: 'unavailable' });
    const { code } = await service.users.createInvite({}, ann.call);
    await expect(register('dan', code)).resolves.toMatchObject({ username: 'dan' });
  });

  it('lists the invitations of a user in pages, the newest first, with links under the public URL', async () => {
    const ann = await register('ann');
    const named = await start('invite', { PUBLIC_URL: 'https://chat.example' });
    const codes: string[] = [];
    for (let made = 0; made < 5; made += 1) {
      named.clock.ahead += made % 2;
      codes.push((await named.users.createInvite({}, ann.call)).code);
    }
    const bob = await register('bob', codes.shift());
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await named.users.listInvites({ limit: 2, pageToken }, ann.call);
      for (const { code, url } of page.invites) expect(url).toBe(`https://chat.example/register?invite=${code}`);
      seen.push(...page.invites.map(({ code }) => code));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(seen.toSorted()).toEqual(codes.toSorted());
    expect((await named.users.listInvites({}, bob.call)).invites).toEqual([]);
    await named.stop();
  });

  it('takes everybody in where it is open, and nobody where it is closed', async () => {
    const open = await start('open');
    expect(await open.users.getRegistration()).toEqual({ policy: 'open' });
    const ann = await register('ann', undefined, open);
    await register('bob', 'whatever', open);
    const closed = await start('closed');
    expect(await closed.users.getRegistration()).toEqual({ policy: 'closed' });
    const { code } = await open.users.createInvite({}, ann.call);
    await expect(register('cem', code, closed)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(closed.users.createInvite({}, ann.call)).rejects.toMatchObject({ code: 'forbidden' });
    await Promise.all([open.stop(), closed.stop()]);
  });

  it('limits how often codes are guessed and made', async () => {
    const ann = await register('ann');
    const limited = await start('invite', { RATE_LIMIT_SCALE: '0.1' });
    const guesses = await outcomes(Array.from({ length: 5 }, (_, index) => register(`guess-${String(index)}`, 'guess', limited)));
    expect(guesses.errors.filter((error) => (error as { code: string }).code === 'rate_limited')).toHaveLength(2);
    const made = await outcomes(Array.from({ length: 4 }, () => limited.users.createInvite({}, ann.call)));
    expect(made.done).toBe(2);
    for (const error of made.errors) expect(error).toMatchObject({ code: 'rate_limited' });
    await limited.stop();
  });
});
