import { setTimeout as sleep } from 'node:timers/promises';
import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { ACCESS_TOKEN_MS } from './lifetimes.js';
import { RevocationStore } from './revocation.store.js';
import { type Person, registerPerson, startTestUser, testFolder, type TestUserService } from './testing.js';
import { UserDatabase } from './user-database.js';

describe('revocations', () => {
  let postgres: TestPostgres;
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let service: TestUserService;
  let second: TestUserService;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    folder = await testFolder();
    service = await startTestUser(postgres.url, { dataDir: folder.dataDir });
    second = await startTestUser(postgres.url, { dataDir: folder.dataDir });
  });
  afterAll(async () => {
    await service.stop();
    await second.stop();
    await postgres.stop();
    await folder.remove();
  });

  const revoke = (person: Person, by = service) => by.users.logout({ refreshToken: person.signIn.refreshToken }, person.call);
  const people = (count: number) => Promise.all(Array.from({ length: count }, () => registerPerson(service)));
  const now = async () => (await service.internal.listRevocations({ cursor: 0 })).cursor;

  it('are each listed once to a reader who follows the cursor', async () => {
    const persons = await people(3);
    let cursor = await now();
    for (const person of persons) {
      await revoke(person);
      const page = await service.internal.listRevocations({ cursor });
      expect(page.devices).toEqual([person.device]);
      cursor = page.cursor;
    }
    await expect(service.internal.listRevocations({ cursor })).resolves.toEqual({ devices: [], cursor });
  });

  it('are not missed when one that began earlier commits later', async () => {
    const store = service.app.get(RevocationStore);
    const database = service.app.get(UserDatabase);
    let cursor = await now();
    const seen: string[] = [];
    const read = async () => {
      const page = await store.list(cursor);
      seen.push(...page.devices);
      cursor = page.cursor;
    };
    let commit: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (commit = resolve));
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const slow = database.transaction(async (manager) => {
      await store.add(manager, ['slow']);
      begin();
      await held;
    });
    await begun;
    const quick = database.transaction((manager) => store.add(manager, ['quick']));
    await Promise.race([quick, sleep(200)]);
    await read();
    commit();
    await Promise.all([slow, quick]);
    await read();
    expect(seen).toEqual(['slow', 'quick']);
  });

  it('are not missed while many devices end at once through two instances', async () => {
    const persons = await people(60);
    let cursor = await now();
    const seen: string[] = [];
    let done = false;
    const read = async () => {
      const page = await service.internal.listRevocations({ cursor });
      seen.push(...page.devices);
      cursor = page.cursor;
    };
    const reader = (async () => {
      while (!done) await read();
    })();
    await Promise.all(persons.map((person, index) => revoke(person, index % 2 === 0 ? service : second)));
    done = true;
    await reader;
    await read();
    expect(seen.toSorted()).toEqual(persons.map(({ device }) => device).toSorted());
  });

  it('of the life of an access token are listed for the cursor 0, and no older ones', async () => {
    const [old, recent] = await people(2);
    await revoke(old!);
    service.clock.ahead += ACCESS_TOKEN_MS + 2 * 60_000;
    await revoke(recent!);
    const page = await service.internal.listRevocations({ cursor: 0 });
    expect(page.devices).toEqual([recent!.device]);
    service.clock.ahead += ACCESS_TOKEN_MS + 2 * 60_000;
    await expect(service.internal.listRevocations({ cursor: 0 })).resolves.toEqual({ devices: [], cursor: page.cursor });
  });

  it('start over for a cursor of a database that is gone', async () => {
    const [person] = await people(1);
    await revoke(person!);
    expect((await service.internal.listRevocations({ cursor: 1_000_000 })).devices).toContain(person!.device);
    expect((await service.internal.listRevocations({ cursor: -1 })).devices).toContain(person!.device);
  });
});
