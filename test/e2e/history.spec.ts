import type { Account } from '../support/api.js';
import { target } from '../support/target.js';
import { Wire } from '../support/wire.js';

const api = target();
const COUNT = 120;

describe('history', () => {
  let ada: Account;
  let bob: Account;
  let a: Wire;
  let conversation: string;
  beforeAll(async () => {
    [ada, bob] = (await api.registerAll('ada', 'bob')) as [Account, Account];
    a = await Wire.ready(api, ada);
    for (let n = 1; n <= COUNT; n += 1) conversation = (await a.post(bob, String(n))).conversation;
  });
  afterAll(() => a.close());

  const seqs = ({ entries }: { entries: { seq: number }[] }): number[] => entries.map((entry) => entry.seq);
  const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);

  it('begins with the newest page, ascending', async () => {
    const page = await api.entries(bob, conversation);
    expect(seqs(page)).toEqual(range(COUNT - 49, COUNT));
    expect(page.more).toBe(true);
    expect(page.entries.at(-1)).toMatchObject({ body: String(COUNT), from: ada.id, kind: 'message', ordinal: COUNT });
  });

  it('is walked backwards without a hole or a doubled entry', async () => {
    const seen: number[] = [];
    for (let before = COUNT + 1, more = true; more; before = seen[0] ?? 1) {
      const page = await api.entries(bob, conversation, `?before=${String(before)}&limit=33`);
      seen.unshift(...seqs(page));
      more = page.more;
    }
    expect(seen).toEqual(range(1, COUNT));
  });

  it('is walked forwards from any place', async () => {
    const page = await api.entries(bob, conversation, '?after=100&limit=10');
    expect(seqs(page)).toEqual(range(101, 110));
    expect(page.more).toBe(true);
    const rest = await api.entries(bob, conversation, '?after=110&limit=10');
    expect([seqs(rest), rest.more]).toEqual([range(111, 120), false]);
    expect(await api.entries(bob, conversation, `?after=${String(COUNT)}`)).toMatchObject({ entries: [], more: false });
  });

  it('is the same over the socket', async () => {
    a.send({ type: 'history', id: 'page', conversation, before: 50, limit: 20 });
    const { entries, more } = await a.next('page');
    expect({ entries, more }).toEqual(await api.entries(ada, conversation, '?before=50&limit=20'));
  });

  it('holds a message as soon as it is acknowledged', async () => {
    for (let n = 0; n < 20; n += 1) {
      const { seq } = await a.post(bob, 'now');
      expect((await api.entries(bob, conversation, '?limit=1')).entries).toMatchObject([{ seq }]);
    }
  });
});
