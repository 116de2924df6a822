import { Api, type Account, type Answer } from '../support/api.js';
import { Standalone } from '../support/standalone.js';

describe('where rates are limited', () => {
  let server: Standalone;
  let api: Api;
  let ada: Account;
  let bob: Account;
  beforeAll(async () => {
    server = await Standalone.start({ RATE_LIMIT_SCALE: '1' });
    api = new Api(server.url);
    [ada, bob] = (await api.registerAll('ada', 'bob')) as [Account, Account];
  });
  afterAll(() => server.dispose());

  const many = (count: number, call: () => Promise<Answer>): Promise<Answer[]> => Promise.all(Array.from({ length: count }, call));
  const expectLimited = (answers: readonly Answer[], passed: number): void => {
    const limited = answers.filter(({ status }) => status === 429);
    expect(answers.length - limited.length).toBeGreaterThanOrEqual(passed);
    expect(limited.length).toBeGreaterThan(0);
    for (const { body } of limited) expect(body).toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) as number });
  };
  const create = (account: Account): Promise<Answer> =>
    api.call('POST', '/group-service/groups', { token: account.accessToken, body: { name: 'One of many' } });
  const look = (code: string): Promise<Answer> => api.call('GET', `/group-service/invites/${code}`, { token: bob.accessToken });

  it('one makes no more than so many groups at once, and others do not notice', async () => {
    expectLimited(await many(30, () => create(ada)), 10);
    expect(await create(bob)).toMatchObject({ status: 200 });
  });

  it('one guesses no more than so many invitations, and a good one is no guess', async () => {
    const group = await api.groups.create(bob);
    const { code } = await api.groups.invite(bob, group);
    for (let n = 0; n < 30; n += 1) expect(await look(code)).toMatchObject({ status: 200 });
    expectLimited(await many(40, () => look('made-up')), 10);
  });
});
