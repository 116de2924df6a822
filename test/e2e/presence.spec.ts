import type { Account } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { target } from '../support/target.js';
import { Wire } from '../support/wire.js';

const api = target();

describe('typing and presence', () => {
  let ada: Account;
  let bob: Account;
  let a: Wire;
  beforeEach(async () => {
    [ada, bob] = (await api.registerAll('ada', 'bob')) as [Account, Account];
    a = await Wire.ready(api, ada);
  });
  afterEach(() => a.close());

  it('tells the other participant who is typing, and stores nothing', async () => {
    const b = await Wire.ready(api, bob);
    const { conversation } = await a.post(bob, 'hello');
    b.send({ type: 'typing', conversation });
    expect(await a.next('typing')).toMatchObject({ conversation, user: bob.id });
    await b.settled();
    expect(b.all('typing')).toEqual([]);
    expect((await api.entries(ada, conversation)).entries).toHaveLength(1);
    await b.close();
  });

  it('tells whoever watches that a user comes and goes, the present state first', async () => {
    a.send({ type: 'watch', users: [bob.id] });
    expect(await a.next('presence')).toMatchObject({ user: bob.id, online: false });
    const b = await Wire.ready(api, bob);
    await a.next('presence', ({ user, online }) => user === bob.id && online);
    const leftAt = Date.now();
    await b.close();
    const gone = await a.next('presence', ({ user, online }) => user === bob.id && !online);
    expect(gone.lastSeen).toBeGreaterThan(leftAt - 60_000);
  });

  it('takes several devices for one user', async () => {
    const [laptop, phone] = [await Wire.ready(api, bob), await Wire.ready(api, await api.login(bob))];
    a.send({ type: 'watch', users: [bob.id] });
    await a.next('presence', ({ online }) => online);
    await laptop.close();
    await a.settled();
    expect(await api.get(ada, `/last-seen-service/users/${bob.id}`)).toMatchObject({ user: bob.id, online: true });
    await phone.close();
    await a.next('presence', ({ online }) => !online);
    await eventually(
      () => api.get<{ online: boolean; lastSeen?: number }>(ada, `/last-seen-service/users/${bob.id}`),
      ({ online, lastSeen }) => !online && lastSeen !== undefined,
    );
  });

  it('tells nothing more after unwatch', async () => {
    a.send({ type: 'watch', users: [bob.id] });
    await a.next('presence');
    a.send({ type: 'unwatch', users: [bob.id] });
    await a.settled();
    const b = await Wire.ready(api, bob);
    await b.settled();
    await a.settled();
    expect(a.all('presence')).toHaveLength(1);
    await b.close();
  });
});
