import type { Entry, System } from '#contracts/gen/parley/conversation/v1/entry.js';
import { eventually } from '../../test/support/eventually.js';
import type { ConversationRow, History, HistoryWrite, MemberWrite } from './history.js';
import { packPosition } from './position.js';

export interface HistoryFixture {
  history: History;
  /** Ends the server without warning and starts it again. */
  crashServer(): Promise<void>;
  close(): Promise<void>;
}

const at = (offset: number, index = 0, epoch = 1): bigint => packPosition({ epoch, offset, index });

const SYSTEM: System = { event: 'renamed', users: [], role: '', text: 'a name' };

function entry(conversation: string, seq: number, overrides: Partial<Entry> = {}): Entry {
  return {
    conversation,
    seq,
    ordinal: seq,
    kind: 'message',
    id: `id-${String(seq)}`,
    from: 'ann',
    at: 1_000 + seq,
    body: `body ${String(seq)}`,
    mentions: [],
    ...overrides,
  };
}

/** One write as the sequencer makes it: entries of a conversation at consecutive offsets, and the head after them. */
function batch(conversation: string, entries: readonly Entry[], firstOffset: number): HistoryWrite {
  const last = entries.at(-1);
  if (last === undefined) throw new Error('a batch has entries');
  return {
    entries: entries.map((item, index) => ({ entry: item, position: at(firstOffset + index) })),
    heads: [
      {
        conversation,
        partition: 0,
        participants: ['ann', 'bob'],
        members: 0,
        seq: last.seq,
        ordinal: last.ordinal,
        message: { seq: last.seq, at: last.at },
        position: at(firstOffset + entries.length - 1),
      },
    ],
    cursors: [],
    blocks: [],
    members: [],
  };
}

/** What every History guarantees. Each case uses conversations of its own. */
export function describeHistory(makeFixture: () => Promise<HistoryFixture>): void {
  let fixture: HistoryFixture;
  let history: History;
  let conversation = '';
  let cases = 0;
  beforeAll(async () => {
    fixture = await makeFixture();
    ({ history } = fixture);
  });
  beforeEach(() => {
    conversation = `c${String(++cases)}`;
  });
  afterAll(() => fixture.close());

  const bodies = async (): Promise<string[]> =>
    (await history.page({ conversation, from: 1, until: 99_999, limit: 100 })).entries.map((item) => item.body);
  const write = async (...entries: Entry[]): Promise<void> => history.write(batch(conversation, entries, 10));

  it('gives entries back as they were written, in order', async () => {
    const written = [entry(conversation, 1, { body: 'ünï "c\\ode" {,} \u{1f600}\nNULL' }), entry(conversation, 2, { replyTo: 1 })];
    await write(...written);
    expect(await history.page({ conversation, from: 1, until: 99_999, limit: 10 })).toEqual({ entries: written, more: false });
  });

  it('pages in both directions and says whether there is more', async () => {
    await write(...Array.from({ length: 10 }, (_, index) => entry(conversation, index + 1)));
    const seqs = async (request: object): Promise<unknown> => {
      const page = await history.page({ conversation, from: 1, until: 99_999, limit: 3, ...request });
      return [page.entries.map((item) => item.seq), page.more];
    };
    expect(await seqs({})).toEqual([[8, 9, 10], true]);
    expect(await seqs({ before: 3 })).toEqual([[1, 2], false]);
    expect(await seqs({ after: 4 })).toEqual([[5, 6, 7], true]);
    expect(await seqs({ after: 8 })).toEqual([[9, 10], false]);
    expect(await seqs({ before: 8, after: 4 })).toEqual([[5, 6, 7], false]);
  });

  it('takes the same write again without a change', async () => {
    const first = batch(conversation, [entry(conversation, 1), entry(conversation, 2)], 10);
    await history.write(first);
    await history.write(first);
    expect(await bodies()).toEqual(['body 1', 'body 2']);
  });

  it('lets a late write with an older position change nothing', async () => {
    await history.write(batch(conversation, [entry(conversation, 1, { body: 'new' })], 10));
    await history.write(batch(conversation, [entry(conversation, 1, { body: 'late' })], 9));
    expect(await bodies()).toEqual(['new']);
    expect((await history.list({ user: 'ann', limit: 100 })).find((row) => row.conversation === conversation)?.last?.body).toBe('new');
  });

  it('loads a head as of a position, whatever lies beyond', async () => {
    await write(entry(conversation, 1), entry(conversation, 2), entry(conversation, 3));
    const heads = await history.loadHeads([
      { conversation, below: at(12) },
      { conversation: 'unknown', below: at(12) },
      { conversation, below: at(99) },
    ]);
    expect(heads.map((head) => [head.conversation, head.seq, head.ordinal, head.at])).toEqual([
      [conversation, 2, 2, 1_002],
      ['unknown', 0, 0, 0],
      [conversation, 3, 3, 1_003],
    ]);
  });

  it('loads blocks as of a position', async () => {
    const block = (offset: number, blocked: boolean): HistoryWrite => ({
      entries: [],
      heads: [],
      cursors: [],
      members: [],
      blocks: [{ conversation, blocker: 'bob', blocked, version: offset, position: at(offset) }],
    });
    await history.write(block(5, true));
    await history.write(block(7, false));
    const states = await history.loadHeads([5, 6, 8].map((offset) => ({ conversation, below: at(offset) })));
    expect(states.map((state) => state.blocks)).toEqual([
      [],
      [{ blocker: 'bob', blocked: true, version: 5 }],
      [{ blocker: 'bob', blocked: false, version: 7 }],
    ]);
  });

  it("loads one sender's ids as of a position and from a time on", async () => {
    await write(entry(conversation, 1), entry(conversation, 2, { from: 'bob' }), entry(conversation, 3), entry(conversation, 4));
    const ids = await history.loadIds({ conversation, sender: 'ann', since: 1_002, below: at(13) });
    expect(ids).toEqual([{ id: 'id-3', seq: 3, at: 1_003 }]);
  });

  it('lists conversations by last activity, with what is unread and the newest message', async () => {
    const user = `reader-${conversation}`;
    const make = async (name: string, time: number): Promise<void> => {
      const one = batch(name, [entry(name, 1, { at: time }), entry(name, 2, { at: time, ordinal: 2 })], 10);
      await history.write({ ...one, heads: one.heads.map((head) => ({ ...head, participants: ['ann', user] })) });
    };
    await make(`${conversation}-a`, 5_000);
    await make(`${conversation}-b`, 7_000);
    await make(`${conversation}-c`, 5_000);
    const all = await history.list({ user, limit: 10 });
    expect(all.map((row) => [row.conversation.slice(-1), row.head, row.unread, row.last?.seq])).toEqual([
      ['b', 2, 2, 2],
      ['a', 2, 2, 2],
      ['c', 2, 2, 2],
    ]);
    const rest = await history.list({ user, limit: 10, after: { at: 5_000, conversation: `${conversation}-a` } });
    expect(rest.map((row) => row.conversation)).toEqual([`${conversation}-c`]);
  });

  it('finds what changed at or after a position', async () => {
    const user = `ann-${conversation}`;
    const one = batch(conversation, [entry(conversation, 1), entry(conversation, 2), entry(conversation, 3)], 10);
    await history.write({ ...one, heads: one.heads.map((head) => ({ ...head, participants: [user, 'bob'] })) });
    const changed = async (offset: number): Promise<number> =>
      (await history.changedSince(user, [{ partition: 0, position: at(offset) }])).length;
    expect([await changed(12), await changed(13)]).toEqual([1, 0]);
    expect(
      (await history.entriesSince({ conversation, position: at(11), from: 1, until: 9_999, limit: 5 })).entries.map((item) => item.seq),
    ).toEqual([2, 3]);
    expect(await history.entriesSince({ conversation, position: at(10), from: 1, until: 9_999, limit: 2 })).toMatchObject({
      entries: [{ seq: 2 }, { seq: 3 }],
      more: true,
    });
  });

  it('moves cursors forward only, never beyond the head, and reading is receiving', async () => {
    await write(entry(conversation, 1), entry(conversation, 2), entry(conversation, 3));
    const move = async (received: number, read: number): Promise<unknown> => {
      const [result] = await history.moveCursors([{ conversation, user: 'bob', received, read }]);
      return [result?.receipt.received, result?.receipt.read, result?.moved];
    };
    expect(await move(2, 0)).toEqual([2, 0, true]);
    expect(await move(1, 0)).toEqual([2, 0, false]);
    expect(await move(0, 99)).toEqual([3, 3, true]);
    expect(await move(0, 1)).toEqual([3, 3, false]);
    const [row] = (await history.list({ user: 'bob', limit: 100 })).filter((item) => item.conversation === conversation);
    expect(row?.unread).toBe(0);
  });

  it('merges cursors that come with a write', async () => {
    const one = batch(conversation, [entry(conversation, 1), entry(conversation, 2)], 10);
    await history.write({ ...one, cursors: [{ conversation, user: 'ann', direct: true, received: 2, read: 2, readOrdinal: 2 }] });
    await history.write({ ...one, cursors: [{ conversation, user: 'ann', direct: true, received: 1, read: 1, readOrdinal: 1 }] });
    const [row] = (await history.list({ user: 'ann', limit: 100 })).filter((item) => item.conversation === conversation);
    expect([row?.read, row?.unread]).toEqual([2, 0]);
  });

  it('holds how far somebody has received what is yet to be written', async () => {
    const nothing = { entries: [], heads: [], blocks: [], members: [] };
    const cursor = { conversation, user: 'bob', direct: true, received: 2, read: 0, readOrdinal: 0 };
    await history.write({ ...nothing, cursors: [cursor] });
    expect(await history.page({ conversation, from: 1, until: 99, limit: 10 })).toEqual({ entries: [], more: false });
    await write(entry(conversation, 1), entry(conversation, 2));
    await history.write({ ...nothing, cursors: [{ ...cursor, received: 1 }] });
    const rowOf = async (user: string): Promise<ConversationRow | undefined> =>
      (await history.list({ user, limit: 100 })).find((row) => row.conversation === conversation);
    expect((await rowOf('ann'))?.receipts).toEqual([{ conversation, user: 'bob', received: 2, read: 0 }]);
    expect(await rowOf('bob')).toMatchObject({ head: 2, read: 0, unread: 2 });
  });

  describe('of a group', () => {
    const member = (user: string, seq: number, offset: number, overrides: Partial<MemberWrite> = {}): MemberWrite => ({
      conversation,
      user,
      role: 'member',
      from: seq,
      seq,
      joinedAt: 1_000 + seq,
      position: at(offset),
      ...overrides,
    });
    const system = (seq: number, ordinal: number): Entry =>
      entry(conversation, seq, { ordinal, kind: 'system', id: `change.${String(seq)}`, body: '', system: SYSTEM });
    const writeGroup = async (entries: Entry[], members: MemberWrite[], firstOffset = 10): Promise<void> => {
      const one = batch(conversation, entries, firstOffset);
      const joined = members.filter(({ role }) => role !== '');
      const cursors = joined.map(({ user, seq }) => ({ conversation, user, direct: false, received: seq, read: seq, readOrdinal: 0 }));
      const message = entries.filter(({ kind }) => kind === 'message').at(-1) ?? { seq: 0, at: 0 };
      const heads = one.heads.map((head) => ({ ...head, participants: [], members: 2, message: { seq: message.seq, at: message.at } }));
      await history.write({ ...one, heads, members, cursors });
    };
    const rowOf = async (user: string): Promise<ConversationRow | undefined> =>
      (await history.list({ user, limit: 100 })).find((row) => row.conversation === conversation);

    it('gives mentions and system entries back as they were written', async () => {
      const written = [system(1, 0), entry(conversation, 2, { ordinal: 1, mentions: ['bob', 'cem'] })];
      await writeGroup(written, []);
      expect((await history.page({ conversation, from: 1, until: 99_999, limit: 10 })).entries).toEqual(written);
    });

    it('counts messages in a page; up to three others ride along with each', async () => {
      const entries = [1, 2, 3, 4]
        .map((seq) => system(seq, 0))
        .concat([5, 6, 7].map((seq) => entry(conversation, seq, { ordinal: seq - 4 })));
      await writeGroup(entries, []);
      const seqs = async (request: object): Promise<unknown> => {
        const page = await history.page({ conversation, from: 1, until: 99_999, limit: 2, ...request });
        return [page.entries.map((item) => item.seq), page.more];
      };
      expect(await seqs({})).toEqual([[6, 7], true]);
      expect(await seqs({ after: 0 })).toEqual([[1, 2, 3, 4, 5, 6], true]);
      expect(await seqs({ before: 7, limit: 1 })).toEqual([[6], true]);
      expect(await seqs({ before: 6, limit: 5 })).toEqual([[1, 2, 3, 4, 5], false]);
      expect(await seqs({ after: 0, limit: 1 })).toEqual([[1, 2, 3, 4], true]);
    });

    it('shows nobody what lies outside of what they may read', async () => {
      await writeGroup([entry(conversation, 1), entry(conversation, 2), entry(conversation, 3), entry(conversation, 4)], []);
      const seqs = async (request: object): Promise<unknown> => {
        const page = await history.page({ conversation, from: 2, until: 3, limit: 10, ...request });
        return [page.entries.map((item) => item.seq), page.more];
      };
      expect(await seqs({})).toEqual([[2, 3], false]);
      expect(await seqs({ after: 0 })).toEqual([[2, 3], false]);
      expect(await seqs({ before: 3 })).toEqual([[2], false]);
      expect(await seqs({ before: 9, limit: 1 })).toEqual([[3], true]);
      expect(await seqs({ after: 2, limit: 1 })).toEqual([[3], false]);
      const since = { conversation, position: at(0), limit: 10 };
      expect((await history.entriesSince({ ...since, from: 2, until: 2 })).entries.map((item) => item.seq)).toEqual([2]);
    });

    it('lists it for its members while they are, with what they may read', async () => {
      const [dan, eve] = [`dan-${conversation}`, `eve-${conversation}`];
      await writeGroup([system(1, 0), entry(conversation, 2, { ordinal: 1, mentions: [dan] })], [member(dan, 1, 10)]);
      await writeGroup([system(3, 1)], [member(eve, 3, 20)], 20);
      expect(await rowOf(dan)).toMatchObject({
        head: 3,
        read: 1,
        unread: 1,
        mentions: 1,
        from: 1,
        at: 1_002,
        last: { seq: 2 },
        receipts: [],
      });
      expect(await rowOf(eve)).toMatchObject({ head: 3, read: 3, mentions: 0, from: 3, at: 1_003, last: undefined });
      await writeGroup([system(4, 1)], [member(dan, 4, 30, { role: '', from: 1 })], 30);
      expect(await rowOf(dan)).toBeUndefined();
      expect(await history.membership(conversation, dan)).toBeUndefined();
      expect(await history.membership(conversation, eve)).toEqual({ conversation, user: eve, from: 3, seq: 3, head: 4, members: 2 });
      expect((await history.memberships([dan, eve])).map(({ user, seq }) => [user, seq])).toEqual([[eve, 3]]);
      const changed = async (user: string, offset: number): Promise<unknown> =>
        (await history.changedSince(user, [{ partition: 0, position: at(offset) }])).map((row) => [row.from, row.until]);
      expect([await changed(dan, 30), await changed(dan, 31), await changed(eve, 30)]).toEqual([[[1, 4]], [], [[3, undefined]]]);
    });

    it('does not let a late write of an older membership count', async () => {
      const dan = `dan-${conversation}`;
      await writeGroup([system(1, 0), system(2, 0)], [member(dan, 1, 10), member(dan, 2, 11, { role: '', from: 1 })]);
      await writeGroup([system(1, 0)], [member(dan, 1, 10)]);
      expect(await rowOf(dan)).toBeUndefined();
    });

    it('loads members and the newest change as of a position', async () => {
      await writeGroup(
        [system(1, 0), system(2, 0), system(3, 0)],
        [member('ann', 1, 10, { role: 'owner' }), member('bob', 2, 11), member('ann', 3, 12, { role: '', from: 1 })],
      );
      const heads = await history.loadHeads([11, 12, 13].map((offset) => ({ conversation, below: at(offset) })));
      const ann = { user: 'ann', role: 'owner', from: 1, joinedAt: 1_001 };
      const bob = { user: 'bob', role: 'member', from: 2, joinedAt: 1_002 };
      expect(heads.map(({ members, lastChange }) => [members, lastChange])).toEqual([
        [[ann], 'change.1'],
        [[ann, bob], 'change.2'],
        [[bob], 'change.3'],
      ]);
    });

    it('moves cursors of members alone, and counts who has received and read', async () => {
      const [dan, eve] = [`dan-${conversation}`, `eve-${conversation}`];
      await writeGroup([system(1, 0), entry(conversation, 2, { from: dan, ordinal: 1 })], [member(dan, 1, 10), member(eve, 1, 10)]);
      const move = (user: string, received: number, read: number): ReturnType<History['moveCursors']> =>
        history.moveCursors([{ conversation, user, received, read }]);
      expect(await move('stranger', 2, 2)).toEqual([]);
      expect(await history.behind(eve, { after: '', limit: 10 })).toEqual([{ conversation, head: 2, received: 1 }]);
      expect(await move(eve, 2, 0)).toMatchObject([{ receipt: { received: 2, read: 1 }, moved: true, members: 2 }]);
      expect(await history.behind(eve, { after: '', limit: 10 })).toEqual([]);
      const count = (): ReturnType<History['countReceipts']> => history.countReceipts(conversation, [{ seq: 2, from: dan }]);
      expect(await count()).toEqual([{ seq: 2, received: 1, read: 0 }]);
      await move(dan, 2, 2);
      await move(eve, 2, 2);
      expect(await count()).toEqual([{ seq: 2, received: 1, read: 1 }]);
      const receipts = (after: string): ReturnType<History['receipts']> => history.receipts({ conversation, seq: 2, after, limit: 1 });
      expect((await receipts('')).map(({ user }) => user)).toEqual([dan]);
      expect(await receipts(dan)).toEqual([{ conversation, user: eve, received: 2, read: 2 }]);
    });
  });

  it('keeps the committed position, which never moves back', async () => {
    expect(await history.committed(7)).toBeUndefined();
    await history.commit(7, { epoch: 1, offset: 5 });
    await history.commit(7, { epoch: 1, offset: 3 });
    expect(await history.committed(7)).toEqual({ epoch: 1, offset: 5 });
    await history.commit(7, { epoch: 2, offset: 1 });
    expect(await history.committed(7)).toEqual({ epoch: 2, offset: 1 });
  });

  it('holds what it has acknowledged when the server is killed', async () => {
    await write(entry(conversation, 1), entry(conversation, 2));
    await fixture.crashServer();
    const found = await eventually(
      () => bodies().catch(() => []),
      ({ length }) => length > 0,
    );
    expect(found).toEqual(['body 1', 'body 2']);
  });
}
