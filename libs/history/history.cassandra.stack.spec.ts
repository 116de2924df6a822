import type { Entry } from '#contracts/gen/parley/conversation/v1/entry.js';
import { crash, freeze, start, stop, thaw } from '../../deploy/native/testing.mjs';
import { eventually } from '../../test/support/eventually.js';
import type { CassandraHistory } from './history.cassandra.js';
import { describeHistory } from './history.contract.js';
import type { HistoryWrite } from './history.js';
import { packPosition } from './position.js';
import { TestKeyspaces } from './testing.cassandra.js';

const at = (offset: number): bigint => packPosition({ epoch: 1, offset, index: 0 });

/** Entries `first` to `last` of a conversation and its head, at the offsets of their `seq`. */
function write(conversation: string, first: number, last: number): HistoryWrite {
  const entries = Array.from({ length: last - first + 1 }, (_, index): Entry => {
    const seq = first + index;
    return { conversation, seq, ordinal: seq, kind: 'message', id: `id-${String(seq)}`, from: 'ann', at: seq, body: 'hello', mentions: [] };
  });
  const head = { conversation, partition: 0, participants: ['ann', 'bob'], members: 0, seq: last, ordinal: last };
  return {
    entries: entries.map((entry) => ({ entry, position: at(entry.seq) })),
    heads: [{ ...head, message: { seq: last, at: last }, position: at(last) }],
    cursors: [{ conversation, user: 'ann', direct: true, received: last, read: last, readOrdinal: last }],
    blocks: [],
    members: [],
  };
}

describe('the history on Cassandra', () => {
  describeHistory(async () => {
    const keyspaces = new TestKeyspaces();
    const history = await keyspaces.open();
    return {
      history,
      crashServer: async () => {
        await crash('cassandra');
        await start('cassandra');
      },
      close: async () => {
        await history.close();
        await keyspaces.drop();
      },
    };
  });
});

describe('the history on Cassandra, besides what all histories promise,', () => {
  let keyspaces: TestKeyspaces;
  let history: CassandraHistory;
  beforeAll(async () => {
    keyspaces = new TestKeyspaces();
    history = await keyspaces.open();
  });
  afterAll(async () => {
    await history.close();
    await keyspaces.drop();
  });

  it('makes its keyspace once, however many processes start at a time', async () => {
    const keyspace = keyspaces.make();
    const opened = await Promise.all([1, 2, 3].map(() => keyspaces.open(keyspace)));
    for (const one of opened) await one.write(write('c', 1, 2));
    await Promise.all(opened.map((one) => one.close()));
  });

  it('reads a conversation of several partitions like one', async () => {
    for (let first = 1; first <= 12_000; first += 2_000) await history.write(write('large', first, first + 1_999));
    const seqs = async (request: object): Promise<unknown> => {
      const page = await history.page({ conversation: 'large', from: 1, until: Number.MAX_SAFE_INTEGER - 1, limit: 4, ...request });
      return [page.entries.map((entry) => entry.seq), page.more];
    };
    expect(await seqs({})).toEqual([[11_997, 11_998, 11_999, 12_000], true]);
    expect(await seqs({ before: 5_002 })).toEqual([[4_998, 4_999, 5_000, 5_001], true]);
    expect(await seqs({ before: 3 })).toEqual([[1, 2], false]);
    expect(await seqs({ after: 4_997 })).toEqual([[4_998, 4_999, 5_000, 5_001], true]);
    expect(await seqs({ after: 11_998 })).toEqual([[11_999, 12_000], false]);
    expect(await seqs({ after: 12_000 })).toEqual([[], false]);
    const heads = await history.loadHeads([4_000, 5_001, 9_000, 20_000].map((offset) => ({ conversation: 'large', below: at(offset) })));
    expect(heads.map((head) => [head.seq, head.at])).toEqual([3_999, 5_000, 8_999, 12_000].map((seq) => [seq, seq]));
    const ids = await history.loadIds({ conversation: 'large', sender: 'ann', since: 3_000, below: at(11_001) });
    expect([ids.length, ids[0]?.seq, ids.at(-1)?.seq]).toEqual([8_001, 3_000, 11_000]);
    expect((await history.list({ user: 'ann', limit: 500 })).find((row) => row.conversation === 'large')).toMatchObject({
      head: 12_000,
      unread: 0,
      last: { seq: 12_000 },
    });
  });

  it('shows nothing beyond the head, where a write may be half done', async () => {
    await history.write(write('half', 1, 3));
    const { entries } = write('half', 5, 6);
    await history.write({ entries, heads: [], cursors: [], blocks: [], members: [] });
    const page = await history.page({ conversation: 'half', from: 1, until: 99, limit: 10 });
    expect(page.entries.map((entry) => entry.seq)).toEqual([1, 2, 3]);
  });

  it('answers unavailable while the server is away, and goes on by itself', async () => {
    await history.write(write('away', 1, 2));
    await stop('cassandra');
    const request = { conversation: 'away', from: 1, until: 99, limit: 10 };
    try {
      await expect(history.page(request)).rejects.toMatchObject({ code: 'unavailable' });
      await expect(history.write(write('away', 3, 4))).rejects.toMatchObject({ code: 'unavailable' });
      await expect(keyspaces.tryToOpen()).rejects.toMatchObject({ code: 'unavailable' });
    } finally {
      await start('cassandra');
    }
    await eventually(() => isDone(history.write(write('away', 3, 4))));
    expect((await history.page(request)).entries.map((entry) => entry.seq)).toEqual([1, 2, 3, 4]);
  });

  it('does not wait for a server that answers nothing longer than it may, and goes on when it answers again', async () => {
    await history.write(write('frozen', 1, 2));
    const request = { conversation: 'frozen', from: 1, until: 99, limit: 10 };
    const impatient = await keyspaces.tryToOpen(keyspaces.make(), 2_000);
    freeze('cassandra');
    try {
      const began = performance.now();
      await expect(impatient.page(request)).rejects.toMatchObject({ code: 'unavailable' });
      expect(performance.now() - began).toBeLessThan(10_000);
    } finally {
      thaw('cassandra');
    }
    await eventually(() => isDone(impatient.write(write('frozen', 1, 2))));
    await eventually(() => isDone(history.page(request)));
    expect((await history.page(request)).entries.length).toBe(2);
    await impatient.close();
  });

  it('loses nothing of what it acknowledged under load when the server is killed', async () => {
    const acknowledged = new Map<string, number>();
    let killed = false;
    const load = async (conversation: string): Promise<void> => {
      for (let first = 1; !killed; first += 20) {
        if (!(await isDone(history.write(write(conversation, first, first + 19))))) return;
        acknowledged.set(conversation, first + 19);
      }
    };
    const writers = Promise.all(Array.from({ length: 16 }, (_, index) => load(`kill-${String(index)}`)));
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await crash('cassandra');
    killed = true;
    await writers;
    await start('cassandra');
    await eventually(() => isDone(history.page({ conversation: 'kill-0', from: 1, until: 9, limit: 1 })));
    for (const [conversation, last] of acknowledged) {
      const found = await history.page({ conversation, after: 0, from: 1, until: last, limit: 1_000_000 });
      expect(found.entries.length).toBe(last);
    }
    expect(acknowledged.size).toBe(16);
  });
});

const isDone = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );
