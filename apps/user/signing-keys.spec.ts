import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createLocalJWKSet, jwtVerify } from 'jose';
import pg from 'pg';
import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { KeyVault } from './key-vault.js';
import { ACCESS_TOKEN_MS, ROTATION_MS } from './lifetimes.js';
import { registerPerson, startTestUser, TestClock, testFolder, type TestUserService } from './testing.js';

describe('signing keys', () => {
  let postgres: TestPostgres;
  let folder: Awaited<ReturnType<typeof testFolder>>;
  const running: TestUserService[] = [];
  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  beforeEach(async () => {
    folder = await testFolder();
    await forgetKeys(postgres.url);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((service) => service.stop()));
    await folder.remove();
  });
  afterAll(() => postgres.stop());

  const start = async (clock = new TestClock(), env: Record<string, string> = {}) => {
    const service = await startTestUser(postgres.url, { dataDir: folder.dataDir, clock, env });
    running.push(service);
    return service;
  };
  const tokenOf = async (service: TestUserService) => (await registerPerson(service)).signIn.accessToken;
  const verify = async (service: TestUserService, token: string) => {
    const { keys } = await service.users.getJwks();
    const options = { issuer: 'parley', audience: 'parley', algorithms: ['ES256'], currentDate: new Date(service.clock.now()) };
    return (await jwtVerify(token, createLocalJWKSet({ keys: keys.map((key) => ({ ...key })) }), options)).protectedHeader.kid;
  };

  it('verify what they signed, also after a restart', async () => {
    const first = await start();
    const token = await tokenOf(first);
    const kid = await verify(first, token);
    await first.stop();
    running.length = 0;
    const second = await start();
    await expect(verify(second, token)).resolves.toBe(kid);
    await expect(verify(second, await tokenOf(second))).resolves.toBe(kid);
  });

  it('are one and the same for instances that start at once', async () => {
    const clock = new TestClock();
    const services = await Promise.all([start(clock), start(clock), start(clock)]);
    const kids = await Promise.all(services.map(async (service) => verify(service, await tokenOf(service))));
    expect(new Set(kids).size).toBe(1);
  });

  it('rotate: the next is published before it signs, the old until its last token has expired', async () => {
    const service = await start();
    const first = await verify(service, await tokenOf(service));
    service.clock.ahead += ROTATION_MS + 1_000;
    const late = await tokenOf(service);
    expect(await verify(service, late)).toBe(first);
    expect((await service.users.getJwks()).keys).toHaveLength(2);

    service.clock.ahead += ACCESS_TOKEN_MS - 1_000;
    const last = await tokenOf(service);
    expect(await verify(service, last)).toBe(first);
    service.clock.ahead += 2_000;
    await service.users.getJwks();
    const second = await verify(service, await tokenOf(service));
    expect(second).not.toBe(first);
    service.clock.ahead += ACCESS_TOKEN_MS - 3_000;
    await expect(verify(service, last)).resolves.toBe(first);

    service.clock.ahead += 5 * 60_000;
    expect((await service.users.getJwks()).keys.map(({ kid }) => kid)).toEqual([second]);
    const restarted = await start(service.clock);
    await expect(verify(restarted, await tokenOf(restarted))).resolves.toBe(second);
  });

  it('are sealed: the database alone does not sign', async () => {
    const service = await start();
    await tokenOf(service);
    const [stored] = await storedKeys(postgres.url);
    expect(stored!.private_key.includes(Buffer.from('308187020100', 'hex'))).toBe(false);
    const secret = await readFile(path.join(folder.dataDir, 'signing-keys.secret'));
    expect(new KeyVault(secret).unseal(stored!.private_key, stored!.kid)?.subarray(0, 1).toString('hex')).toBe('30');
    expect(new KeyVault(secret).unseal(stored!.private_key, 'another')).toBeUndefined();
    expect(new KeyVault(Buffer.alloc(32)).unseal(stored!.private_key, stored!.kid)).toBeUndefined();
  });

  it('are sealed with a secret that only the owner of the process can read', async () => {
    await Promise.all([start(), start(), start()]);
    const file = path.join(folder.dataDir, 'signing-keys.secret');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder.dataDir)).toEqual(['signing-keys.secret']);
  });

  it('are made anew when the secret is lost, while the old ones go on verifying', async () => {
    const first = await start();
    const token = await tokenOf(first);
    await writeFile(path.join(folder.dataDir, 'signing-keys.secret'), Buffer.alloc(32, 7));
    const second = await start();
    const kid = await verify(second, await tokenOf(second));
    expect(kid).not.toBe(await verify(second, token));
  });

  it('are sealed with the service key when the suite is distributed', async () => {
    const others = { EVENT_LOG: 'postgres', HISTORY: 'postgres', CACHE: 'memory', REGISTRY: 'memory' };
    const env = { ...others, MODE: 'distributed', SERVICE_KEY: 'a service key of a test, long enough', POSTGRES_URL: postgres.url };
    const first = await start(new TestClock(), env);
    const kid = await verify(first, await tokenOf(first));
    const second = await start(new TestClock(), env);
    await expect(verify(second, await tokenOf(second))).resolves.toBe(kid);
    expect(await readdir(folder.dataDir)).toEqual([]);
  });

  it('refuse to be opened with a damaged secret, in a sentence', async () => {
    await writeFile(path.join(folder.dataDir, 'signing-keys.secret'), 'short');
    await expect(start()).rejects.toThrow(/signing-keys\.secret is damaged/);
  });
});

async function storedKeys(url: string): Promise<{ kid: string; private_key: Buffer }[]> {
  return query(url, 'SELECT kid, private_key FROM users.signing_keys');
}

async function forgetKeys(url: string): Promise<void> {
  await query(url, `DO $$ BEGIN IF to_regclass('users.signing_keys') IS NOT NULL THEN DELETE FROM users.signing_keys; END IF; END $$`);
}

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<Row>(sql);
  await client.end();
  return rows;
}
