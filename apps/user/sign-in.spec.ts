import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { GRACE_MS, REFRESH_TOKEN_MS } from './lifetimes.js';
import { formatRefreshToken, newRefreshToken } from './refresh-token.js';
import { type Person, registerPerson, startTestUser, testFolder, type TestUserService } from './testing.js';

describe('refresh tokens', () => {
  let postgres: TestPostgres;
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let service: TestUserService;
  let person: Person;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    folder = await testFolder();
  });
  beforeEach(async () => {
    service = await startTestUser(postgres.url, { dataDir: folder.dataDir });
    person = await registerPerson(service);
  });
  afterEach(() => service.stop());
  afterAll(async () => {
    await postgres.stop();
    await folder.remove();
  });

  const refresh = async (token: string) => (await service.users.refresh({ refreshToken: token })).refreshToken;
  const ended = { code: 'unauthenticated', field: 'refreshToken' };
  const signedIn = async () => (await service.users.listDevices({}, person.call)).devices.length === 1;

  it('rotate, keep the device, and say who it is', async () => {
    const answer = await service.users.refresh({ refreshToken: person.signIn.refreshToken });
    expect(answer.user).toEqual(person.signIn.user);
    expect(answer.refreshToken).not.toBe(person.signIn.refreshToken);
    service.clock.ahead += 2 * GRACE_MS;
    await expect(refresh(answer.refreshToken)).resolves.toMatch(/^[\w-]{43}\.[\w-]{43}$/);
    expect(await signedIn()).toBe(true);
  });

  it('are not stored', async () => {
    const { rows } = await dump(postgres.url);
    for (const part of person.signIn.refreshToken.split('.')) expect(rows).not.toContain(part);
  });

  it('of two tabs that refresh at once both get new ones, and either may go on', async () => {
    for (const chosen of [0, 1]) {
      const tabs = await Promise.all([refresh(person.signIn.refreshToken), refresh(person.signIn.refreshToken)]);
      expect(tabs[0]).not.toBe(tabs[1]);
      service.clock.ahead += 60_000;
      await expect(refresh(tabs[chosen]!)).resolves.toBeDefined();
      expect(await signedIn()).toBe(true);
      person = await registerPerson(service);
    }
  });

  it('survive a lost answer that is asked for again soon', async () => {
    await refresh(person.signIn.refreshToken);
    service.clock.ahead += GRACE_MS / 2;
    const again = await refresh(person.signIn.refreshToken);
    service.clock.ahead += 60_000;
    await expect(refresh(again)).resolves.toBeDefined();
  });

  it('used again later revoke the device, of which services hear', async () => {
    const next = await refresh(person.signIn.refreshToken);
    const { cursor } = await service.internal.listRevocations({ cursor: 0 });
    service.clock.ahead += GRACE_MS;
    await expect(refresh(person.signIn.refreshToken)).rejects.toMatchObject(ended);
    await expect(refresh(next)).rejects.toMatchObject(ended);
    expect((await service.internal.listRevocations({ cursor })).devices).toEqual([person.device]);
  });

  it('of any age revoke the device', async () => {
    const tokens = [person.signIn.refreshToken];
    for (let turn = 0; turn < 5; turn += 1) tokens.push(await refresh(tokens.at(-1)!));
    await expect(refresh(tokens[1]!)).rejects.toMatchObject(ended);
    expect(await signedIn()).toBe(false);
  });

  it('split within the grace let nobody keep a second line, whoever of the two goes first and however quickly the other follows', async () => {
    for (const first of [0, 1]) {
      const stolen = person.signIn.refreshToken;
      const split = [await refresh(stolen), await refresh(stolen)];
      const next = await refresh(split[first]!);
      await expect(refresh(split[1 - first]!)).rejects.toMatchObject(ended);
      await expect(refresh(next)).rejects.toMatchObject(ended);
      person = await registerPerson(service);
    }
  });

  it('are given out only so often for one and the same, and refusing one more changes nothing', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => refresh(person.signIn.refreshToken)));
    const given = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    expect(given).toHaveLength(16);
    for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'rate_limited' });
    await expect(refresh(given[7]!)).resolves.toBeDefined();
  });

  it('that nobody was ever given, or of a wrong form, revoke nothing', async () => {
    const forged = [
      formatRefreshToken(newRefreshToken()),
      `${person.device}.x`,
      '',
      'a\0b',
      `${'a'.repeat(43)}.${person.signIn.refreshToken.split('.')[1]!}`,
    ];
    for (const token of forged) await expect(refresh(token)).rejects.toMatchObject(ended);
    await expect(service.users.refresh({})).rejects.toMatchObject(ended);
    expect(await signedIn()).toBe(true);
  });

  it('expire when they are not used, and only then', async () => {
    service.clock.ahead += REFRESH_TOKEN_MS - 1_000;
    const next = await refresh(person.signIn.refreshToken);
    service.clock.ahead += REFRESH_TOKEN_MS + 1_000;
    await expect(refresh(next)).rejects.toMatchObject(ended);
    expect(await signedIn()).toBe(false);
  });

  it('are exchanged one after the other also by two instances', async () => {
    const second = await startTestUser(postgres.url, { dataDir: folder.dataDir });
    const other = async (token: string) => (await second.users.refresh({ refreshToken: token })).refreshToken;
    let token = person.signIn.refreshToken;
    for (let round = 0; round < 10; round += 1) {
      const [here, there] = await Promise.all([refresh(token), other(token)]);
      token = round % 2 === 0 ? here : there;
    }
    expect(await signedIn()).toBe(true);
    await second.stop();
  });
});

async function dump(url: string): Promise<{ rows: string }> {
  const { default: pg } = await import('pg');
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ row: string }>('SELECT devices::text AS row FROM users.devices');
  await client.end();
  return { rows: rows.map(({ row }) => row).join('\n') };
}
