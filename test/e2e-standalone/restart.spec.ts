import { Api, type Account } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { Standalone } from '../support/standalone.js';
import { Wire } from '../support/wire.js';

describe('after a restart', () => {
  let server: Standalone;
  let api: Api;
  let ada: Account;
  let bob: Account;
  beforeAll(async () => {
    server = await Standalone.start();
    api = new Api(server.url);
    [ada, bob] = (await api.registerAll('ada', 'bob')) as [Account, Account];
  });
  afterAll(() => server.dispose());

  it.each([
    ['that was asked for', 'terminate'],
    ['by kill -9', 'kill'],
  ] as const)('%s, what was sent is read, and a resend gets its old place', async (_name, how) => {
    const b = await Wire.ready(api, bob);
    const a = await Wire.ready(api, ada);
    const sent = await a.post(bob, `before the restart: ${how}`);
    await b.next('entry');
    await b.close();
    const missed = await a.post(bob, `missed: ${how}`);
    await server[how]();
    await server.start();

    const bAgain = await Wire.ready(api, bob, b.since);
    expect(bAgain.all('entry').map((entry) => entry.id)).toContain(missed.id);
    expect((await api.entries(bob, sent.conversation)).entries.slice(-2)).toMatchObject([{ id: sent.id }, { id: missed.id }]);
    const aAgain = await Wire.ready(api, ada, a.since);
    expect(await aAgain.post(bob, `before the restart: ${how}`, sent.id)).toEqual(sent);
    expect((await aAgain.post(bob, 'next')).seq).toBe(missed.seq + 1);
    await Promise.all([aAgain.close(), bAgain.close()]);
  });

  it('cursors, last seen, devices and refresh tokens are as they were', async () => {
    const conversation = await api.conversation(ada, bob);
    await api.call('POST', `/message-service/conversations/${conversation}/cursors`, { token: bob.accessToken, body: { read: 2 } });
    const before = await api.summary(bob, conversation);
    const wire = await Wire.ready(api, bob);
    await wire.close();
    const presence = (): Promise<{ online: boolean; lastSeen?: number }> => api.get(ada, `/last-seen-service/users/${bob.id}`);
    const { lastSeen = 0 } = await eventually(presence, ({ online }) => !online);
    await server.kill();
    await server.start();
    expect(await api.summary(bob, conversation)).toEqual(before);
    // While somebody is online it is stored once a minute; a kill loses no more than that.
    const after = await eventually(presence, ({ online }) => !online);
    expect(Math.abs((after.lastSeen ?? 0) - lastSeen)).toBeLessThan(60_000);
    expect(await api.call('POST', '/user-service/refresh', { body: { refreshToken: bob.refreshToken } })).toMatchObject({ status: 200 });
  });

  it('sockets were told to come back when the stop was asked for', async () => {
    const wire = await Wire.ready(api, ada);
    await server.terminate();
    expect((await wire.closed).code).toBe(1012);
    expect(wire.all('bye')).toMatchObject([{ reconnectAfterMs: expect.any(Number) as number }]);
    await server.start();
  });
});
