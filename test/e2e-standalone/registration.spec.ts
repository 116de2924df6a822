import { Api, newUsername, type Account, type Answer } from '../support/api.js';
import { Standalone } from '../support/standalone.js';

interface UserInvite {
  code: string;
  uses: number;
  maxUses: number;
}

const PASSWORD = 'correct horse battery';

describe('where registration is by invitation', () => {
  let server: Standalone;
  let api: Api;
  let ada: Account;
  let firsts: Account[];
  beforeAll(async () => {
    server = await Standalone.start({ REGISTRATION: 'invite' });
    api = new Api(server.url);
    expect(await policy()).toBe('open');
    const attempts = await Promise.allSettled(Array.from({ length: 4 }, () => api.register('first')));
    firsts = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? attempt.value : []));
    [ada] = firsts as [Account];
  });
  afterAll(() => server.dispose());

  const policy = async (): Promise<unknown> => (await api.call('GET', '/user-service/registration')).body.policy;
  const tryRegister = (invite?: string): Promise<Answer> =>
    api.call('POST', '/user-service/register', { body: { username: newUsername('new'), password: PASSWORD, invite } });
  const invited = (body: object = {}): Promise<UserInvite> => api.post(ada, '/user-service/invites', body);
  const expectRefused = (answer: Answer): void => {
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden', field: 'invite' } });
  };

  it('the first one needs no invitation, however many come first at once, and everybody after needs one', async () => {
    expect(firsts).toHaveLength(1);
    expect(await policy()).toBe('invite');
    expectRefused(await tryRegister());
    expectRefused(await tryRegister(''));
    expectRefused(await tryRegister('made-up'));
  });

  it('an invitation of a user lets in as many as it says', async () => {
    const once = await invited();
    expect(once).toMatchObject({ uses: 0, maxUses: 1 });
    const bob = await api.register('bob', once.code);
    expect(await api.get(bob, '/user-service/me')).toMatchObject({ id: bob.id });
    expectRefused(await tryRegister(once.code));
    const twice = await invited({ maxUses: 2 });
    const statuses = (await Promise.all(Array.from({ length: 5 }, () => tryRegister(twice.code)))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 200, 403, 403, 403]);
  });

  it('a registration that fails for another reason uses nothing up', async () => {
    const { code } = await invited();
    const taken = { username: ada.username, password: PASSWORD, invite: code };
    expect(await api.call('POST', '/user-service/register', { body: taken })).toMatchObject({ status: 409 });
    const short = { username: newUsername('new'), password: 'short', invite: code };
    expect(await api.call('POST', '/user-service/register', { body: short })).toMatchObject({ status: 400 });
    expect(await tryRegister(code)).toMatchObject({ status: 200 });
  });

  it('an invitation that was taken back lets nobody in, and nobody else can take it back', async () => {
    const { code } = await invited();
    const bob = await api.register('bob', (await invited()).code);
    await api.as(bob, `DELETE /user-service/invites/${code}`);
    expect((await api.get<{ invites: UserInvite[] }>(ada, '/user-service/invites')).invites.map((invite) => invite.code)).toEqual([code]);
    await api.as(ada, `DELETE /user-service/invites/${code}`);
    expectRefused(await tryRegister(code));
  });

  it('an invitation into a group lets in too, and then into the group', async () => {
    const group = await api.groups.create(ada);
    const { code } = await api.groups.invite(ada, group, { maxUses: 1 });
    const bob = await api.register('bob', code);
    expect(await api.post(bob, `/group-service/invites/${code}/accept`, {})).toMatchObject({ group: { id: group.id, role: 'member' } });
    expectRefused(await tryRegister(code));
    const gone = await api.groups.invite(ada, group);
    await api.groups.delete(ada, group);
    expectRefused(await tryRegister(gone.code));
  });

  it.each([
    ['less than a minute', { expiresInMs: 1_000 }, 'expiresInMs'],
    ['nobody', { maxUses: 0 }, 'maxUses'],
    ['more than a hundred', { maxUses: 101 }, 'maxUses'],
  ])('an invitation for %s names the field', async (_name, body, field) => {
    const answer = await api.call('POST', '/user-service/invites', { token: ada.accessToken, body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid', field } });
  });

  it('it stays so over a restart', async () => {
    const { code } = await invited();
    await server.kill();
    await server.start();
    expect(await policy()).toBe('invite');
    expectRefused(await tryRegister());
    expect(await tryRegister(code)).toMatchObject({ status: 200 });
  });
});

describe('where registration is closed', () => {
  let server: Standalone;
  let api: Api;
  let ada: Account;
  let codes: string[];
  beforeAll(async () => {
    server = await Standalone.start();
    api = new Api(server.url);
    ada = await api.register('ada');
    const group = await api.groups.create(ada);
    const invites = await Promise.all([api.post<UserInvite>(ada, '/user-service/invites', {}), api.groups.invite(ada, group)]);
    codes = invites.map(({ code }) => code);
    await server.terminate();
    server.env.REGISTRATION = 'closed';
    await server.start();
  });
  afterAll(() => server.dispose());

  it('nobody is let in, with whatever invitation', async () => {
    expect((await api.call('GET', '/user-service/registration')).body).toEqual({ policy: 'closed' });
    for (const invite of [undefined, 'made-up', ...codes])
      expect(
        await api.call('POST', '/user-service/register', { body: { username: newUsername('new'), password: PASSWORD, invite } }),
      ).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it('nobody can invite, and those who have accounts go on', async () => {
    expect(await api.call('POST', '/user-service/invites', { token: ada.accessToken, body: {} })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    await api.login(ada);
    expect(await api.groups.summaries(ada)).toHaveLength(1);
  });
});
