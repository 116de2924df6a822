import type { Account } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { target } from '../support/target.js';
import { Wire } from '../support/wire.js';

const api = target();

describe('a block', () => {
  let ada: Account;
  let bob: Account;
  let a: Wire;
  let b: Wire;
  beforeEach(async () => {
    [ada, bob] = (await api.registerAll('ada', 'bob')) as [Account, Account];
    [a, b] = await Promise.all([Wire.ready(api, ada), Wire.ready(api, bob)]);
  });
  afterEach(() => Promise.all([a.close(), b.close()]));

  const block = async (): Promise<void> => {
    expect(await api.call('POST', '/user-service/blocks', { token: ada.accessToken, body: { userId: bob.id } })).toMatchObject({
      status: 200,
    });
    // The block takes its place in the order of the conversation a moment later.
    await eventually(
      () => outcome(b, ada),
      (type) => type === 'error',
    );
  };

  it('keeps either from reaching the other, and says so', async () => {
    await block();
    b.send({ type: 'send', id: 'blocked', to: { user: ada.id }, body: 'hello?' });
    expect(await b.answer('blocked')).toMatchObject({ type: 'error', code: 'forbidden' });
    a.send({ type: 'send', id: 'blocker', to: { user: bob.id }, body: 'hello?' });
    expect(await a.answer('blocker')).toMatchObject({ type: 'error', code: 'forbidden' });
    const rest = await api.call('POST', '/message-service/messages', {
      token: bob.accessToken,
      body: { id: 'rest', to: { user: ada.id }, body: 'hello?' },
    });
    expect(rest).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    await a.settled();
    expect(a.all('entry').filter((entry) => entry.body === 'hello?')).toEqual([]);
  });

  it('leaves the answer to what was accepted before', async () => {
    const first = await b.post(ada, 'before');
    await block();
    expect(await b.post(ada, 'before', first.id)).toEqual(first);
  });

  it('hides whether the blocker types or is online', async () => {
    const { conversation } = await b.post(ada, 'before');
    await block();
    b.send({ type: 'typing', conversation });
    await b.settled();
    await a.settled();
    expect(a.all('typing')).toEqual([]);
  });

  it('does not part two members of one group', async () => {
    const group = await api.groups.create(ada, { members: [bob] });
    await block();
    await b.postTo(group, 'to the group');
    expect(await a.next('entry', (entry) => entry.seq === 2)).toMatchObject({ from: bob.id, body: 'to the group' });
    const { seq } = await a.postTo(group, 'and back');
    expect(await b.next('entry', (entry) => entry.seq === seq)).toMatchObject({ from: ada.id });
  });

  it('ends when it is taken back', async () => {
    await block();
    expect(await api.call('DELETE', `/user-service/blocks/${bob.id}`, { token: ada.accessToken })).toMatchObject({ status: 200 });
    await eventually(
      () => outcome(b, ada),
      (type) => type === 'ack',
    );
  });
});

/** Whether a message passes now. */
async function outcome(wire: Wire, to: Account): Promise<string> {
  const id = crypto.randomUUID();
  wire.send({ type: 'send', id, to: { user: to.id }, body: 'does this pass' });
  return (await wire.answer(id)).type;
}
