import type { Account } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { target } from '../support/target.js';
import { Wire } from '../support/wire.js';

const api = target();

describe('cursors', () => {
  let ada: Account;
  let bob: Account;
  let a: Wire;
  let b: Wire;
  let conversation: string;
  beforeEach(async () => {
    [ada, bob] = (await api.registerAll('ada', 'bob')) as [Account, Account];
    [a, b] = await Promise.all([Wire.ready(api, ada), Wire.ready(api, bob)]);
    for (const body of ['one', 'two', 'three']) conversation = (await a.post(bob, body)).conversation;
  });
  afterEach(() => Promise.all([a.close(), b.close()]));

  it('tell the sender how far the recipient has received and read', async () => {
    b.send({ type: 'received', conversation, seq: 3 });
    expect(await a.next('receipt', (receipt) => receipt.user === bob.id && receipt.received === 3)).toMatchObject({
      conversation,
      read: 0,
    });
    b.send({ type: 'read', conversation, seq: 2 });
    await a.next('receipt', (receipt) => receipt.user === bob.id && receipt.read === 2);
  });

  it('count what is unread, without one’s own messages', async () => {
    expect(await api.summary(bob, conversation)).toMatchObject({ head: 3, read: 0, unread: 3 });
    b.send({ type: 'read', conversation, seq: 2 });
    await a.next('receipt', (receipt) => receipt.read === 2);
    expect(await api.summary(bob, conversation)).toMatchObject({ head: 3, read: 2, unread: 1 });
    expect(await api.summary(ada, conversation)).toMatchObject({ unread: 0, receipt: { user: bob.id, read: 2 } });
    await b.post(ada, 'four');
    expect(await api.summary(bob, conversation)).toMatchObject({ head: 4, unread: 0 });
    expect(await api.summary(ada, conversation)).toMatchObject({ head: 4, unread: 1 });
  });

  it('only move forward, and never beyond the newest entry', async () => {
    const set = (body: object): Promise<{ body: object }> =>
      api.call('POST', `/message-service/conversations/${conversation}/cursors`, { token: bob.accessToken, body });
    expect((await set({ received: 3, read: 2 })).body).toMatchObject({ conversation, user: bob.id, received: 3, read: 2 });
    expect((await set({ read: 1 })).body).toMatchObject({ read: 2 });
    expect((await set({ read: 1_000 })).body).toMatchObject({ received: 3, read: 3 });
  });

  it('tell which conversations hold what no device has received', async () => {
    const behind = (): Promise<{ conversations: { head: number }[] }> => api.get(bob, '/relay-service/behind');
    expect(await eventually(behind, ({ conversations }) => conversations[0]?.head === 3)).toMatchObject({
      conversations: [{ conversation, head: 3, received: 0 }],
    });
    b.send({ type: 'received', conversation, seq: 3 });
    await eventually(behind, ({ conversations }) => conversations.length === 0);
  });
});
