import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { UserDatabase } from './user-database.js';
import { callBy, claimsOf, PASSWORD, personOf, registerPerson, startTestUser, testFolder, type TestUserService } from './testing.js';

describe('accounts', () => {
  let postgres: TestPostgres;
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let service: TestUserService;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    folder = await testFolder();
    service = await startTestUser(postgres.url, { dataDir: folder.dataDir });
  });
  afterAll(async () => {
    await service.stop();
    await postgres.stop();
    await folder.remove();
  });

  it('registers under a lower-case username and signs in with tokens that name user and device', async () => {
    const signIn = await service.users.register(
      { username: 'Ada.L', password: PASSWORD, displayName: '  Ada  ', deviceName: 'Laptop' },
      callBy(),
    );
    expect(signIn.user).toMatchObject({ username: 'ada.l', displayName: 'Ada' });
    const claims = claimsOf(signIn.accessToken);
    expect(claims).toMatchObject({ iss: 'parley', aud: 'parley', sub: signIn.user!.id });
    expect(claims.exp - claims.iat).toBe(600);
    expect(signIn.expiresAt).toBe(claims.exp * 1_000);
    const { devices } = await service.users.listDevices({}, callBy({ user: claims.sub, device: claims.sid }));
    expect(devices).toMatchObject([{ id: claims.sid, name: 'Laptop', current: true }]);
  });

  it('gives a username once, whatever its case and however many ask at the same moment', async () => {
    const names = ['Racer', 'racer', 'RACER', 'rAcer', 'raceR', 'racer'];
    const results = await Promise.allSettled(names.map((username) => service.users.register({ username, password: PASSWORD }, callBy())));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict', field: 'username' });
    }
  });

  it('answers a wrong password and an unknown username alike, after similar work', async () => {
    const person = await registerPerson(service);
    const timed = async (username: string) => {
      const start = performance.now();
      const error: unknown = await service.users
        .login({ username, password: 'wrong password' }, callBy())
        .catch((reason: unknown) => reason);
      return { error: error as Error & { code: string }, took: performance.now() - start };
    };
    await timed('warm-up');
    // The quickest of some: where the machine was busy with something else, it proves nothing.
    const tries = [await timed(person.username), await timed(person.username), await timed(person.username)];
    const known = tries.toSorted((one, other) => one.took - other.took)[0]!;
    const unknown = await timed('nobody-has-this');
    const impossible = await timed('not a username \0');
    expect(known.error.code).toBe('unauthenticated');
    for (const other of [unknown, impossible]) {
      expect([other.error.code, other.error.message]).toEqual([known.error.code, known.error.message]);
      expect(other.took).toBeGreaterThan(known.took / 4);
    }
  });

  it('signs in with any case of the username and names the new device', async () => {
    const person = await registerPerson(service);
    const second = personOf(
      await service.users.login({ username: person.username.toUpperCase(), password: PASSWORD, deviceName: 'Phone' }, callBy()),
    );
    expect(second.id).toBe(person.id);
    expect(second.device).not.toBe(person.device);
    const { devices } = await service.users.listDevices({}, second.call);
    expect(devices.map(({ name, current }) => ({ name, current }))).toContainEqual({ name: 'Phone', current: true });
  });

  it.each([
    ['a control character', { displayName: 'a\u0007b' }, 'displayName'],
    ['a NUL', { displayName: 'a\0b' }, 'displayName'],
    ['half a surrogate pair', { displayName: 'a\ud800' }, 'displayName'],
    ['a mark that turns the text around', { displayName: 'a\u202Eb' }, 'displayName'],
    ['nothing but space', { displayName: '   ' }, 'displayName'],
    ['nothing to be seen', { displayName: '\u200B\u200D' }, 'displayName'],
    ['a line break in the device name', { deviceName: 'a\nb' }, 'deviceName'],
    ['a bad username', { username: 'a b' }, 'username'],
  ])('refuses %s and names the field', async (_case, part, field) => {
    const request = { username: 'refused', password: PASSWORD, ...part };
    await expect(service.users.register(request, callBy())).rejects.toMatchObject({ code: 'invalid', field });
    await expect(service.users.getUserByUsername({ username: 'refused' }, callBy({ user: 'x' }))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('changes the profile, and only what was said', async () => {
    const person = await registerPerson(service);
    await expect(service.users.updateMe({ displayName: 'New 👩‍🚀 name' }, person.call)).resolves.toMatchObject({
      displayName: 'New 👩‍🚀 name',
    });
    await expect(service.users.updateMe({}, person.call)).resolves.toMatchObject({ displayName: 'New 👩‍🚀 name' });
    await expect(service.users.updateMe({ displayName: '\n' }, person.call)).rejects.toMatchObject({
      code: 'invalid',
      field: 'displayName',
    });
    await expect(service.users.getMe({}, person.call)).resolves.toMatchObject({ id: person.id, displayName: 'New 👩‍🚀 name' });
  });

  it('changes the password, which ends every other device at once', async () => {
    const person = await registerPerson(service);
    const other = personOf(await service.users.login({ username: person.username, password: PASSWORD }, callBy()));
    const wrong = service.users.changePassword({ currentPassword: 'wrong', newPassword: 'another horse' }, person.call);
    await expect(wrong).rejects.toMatchObject({ code: 'invalid', field: 'currentPassword' });
    const { cursor } = await service.internal.listRevocations({ cursor: 0 });
    await service.users.changePassword({ currentPassword: PASSWORD, newPassword: 'another horse' }, person.call);
    await expect(service.users.refresh({ refreshToken: other.signIn.refreshToken })).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(service.users.refresh({ refreshToken: person.signIn.refreshToken })).resolves.toMatchObject({ user: { id: person.id } });
    await expect(service.users.login({ username: person.username, password: PASSWORD }, callBy())).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    await expect(service.internal.listRevocations({ cursor })).resolves.toMatchObject({ devices: [other.device] });
  });

  it('never leaves a device that was signed in with a password while it was being changed', async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = await registerPerson(service);
      const logins = Array.from({ length: 6 }, () => service.users.login({ username: person.username, password: PASSWORD }, callBy()));
      const change = service.users.changePassword({ currentPassword: PASSWORD, newPassword: 'another horse' }, person.call);
      await Promise.allSettled([change, ...logins]);
      await expect(change).resolves.toEqual({});
      const { devices } = await service.users.listDevices({}, person.call);
      expect(devices.map(({ id }) => id)).toEqual([person.device]);
    }
  });

  it('signs out one device, and only of the caller', async () => {
    const person = await registerPerson(service);
    const other = personOf(await service.users.login({ username: person.username, password: PASSWORD }, callBy()));
    const stranger = await registerPerson(service);
    for (const id of [other.device, 'nonsense', 'a\0b']) {
      await expect(service.users.revokeDevice({ id }, stranger.call)).rejects.toMatchObject({ code: 'not_found', field: 'id' });
    }
    await service.users.revokeDevice({ id: other.device }, person.call);
    await expect(service.users.refresh({ refreshToken: other.signIn.refreshToken })).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(service.users.revokeDevice({ id: other.device }, person.call)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('pages the devices, the newest first', async () => {
    const person = await registerPerson(service);
    const devices = [person.device];
    for (let made = 0; made < 4; made += 1) {
      service.clock.ahead += made % 2;
      devices.push(personOf(await service.users.login({ username: person.username, password: PASSWORD }, callBy())).device);
    }
    const seen: string[] = [];
    const times: number[] = [];
    let pageToken: string | undefined;
    do {
      const page = await service.users.listDevices({ pageToken, limit: 2 }, person.call);
      seen.push(...page.devices.map(({ id }) => id));
      times.push(...page.devices.map(({ createdAt }) => createdAt));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(seen.toSorted()).toEqual(devices.toSorted());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    await expect(service.users.listDevices({ pageToken: 'junk' }, person.call)).rejects.toMatchObject({
      code: 'invalid',
      field: 'pageToken',
    });
  });

  it('logs out by refresh token or by the device that calls, and does not mind being told twice', async () => {
    const person = await registerPerson(service);
    const other = personOf(await service.users.login({ username: person.username, password: PASSWORD }, callBy()));
    await service.users.logout({ refreshToken: other.signIn.refreshToken }, callBy());
    await service.users.logout({ refreshToken: other.signIn.refreshToken }, callBy());
    await service.users.logout({}, person.call);
    for (const { signIn } of [person, other]) {
      await expect(service.users.refresh({ refreshToken: signIn.refreshToken })).rejects.toMatchObject({ code: 'unauthenticated' });
    }
    await expect(service.users.logout({}, callBy())).rejects.toMatchObject({ code: 'unauthenticated', field: 'refreshToken' });
  });

  it('lets several processes bring an empty database up to date at once', async () => {
    const fresh = await startTestPostgres();
    const opened = await Promise.all(Array.from({ length: 4 }, () => UserDatabase.open(fresh.url)));
    await Promise.all(opened.map((database) => database.onApplicationShutdown()));
    await fresh.stop();
  });

  it('limits sign-ins per account and per address, and registrations per address', async () => {
    const limited = await startTestUser(postgres.url, { dataDir: folder.dataDir, env: { RATE_LIMIT_SCALE: '0.3' } });
    const fails = async (call: Promise<unknown>) =>
      (await call.catch((error: unknown) => error)) as { code?: string; retryAfterMs?: number };
    const guess = (username: string, address: string) => fails(limited.users.login({ username, password: 'guess' }, callBy({ address })));
    const burst = async (count: number, call: (index: number) => Promise<{ code?: string }>) => {
      const codes: (string | undefined)[] = [];
      for (let index = 0; index < count; index += 1) codes.push((await call(index)).code);
      return codes;
    };
    expect(await burst(4, (index) => guess('Victim', `10.0.0.${String(index)}`))).toEqual([
      ...Array<string>(3).fill('unauthenticated'),
      'rate_limited',
    ]);
    expect((await guess('victim', '10.0.1.1')).retryAfterMs).toBeGreaterThan(0);
    expect(await burst(20, (index) => guess(`name-${String(index)}`, '10.0.2.1'))).toContain('rate_limited');
    const register = (index: number) =>
      fails(limited.users.register({ username: `limited-${String(index)}`, password: PASSWORD }, callBy({ address: '10.0.3.1' })));
    expect(await burst(10, register)).toEqual([...Array<undefined>(9).fill(undefined), 'rate_limited']);
    await limited.stop();
  });
});
