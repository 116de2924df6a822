import { randomUUID } from 'node:crypto';
import type { EventLog } from '#event-log';
import { startTestPostgres, type TestPostgres } from '../postgres/testing.js';
import { ReadFence } from './read-fence.js';
import { StoredElsewhere } from './stored-elsewhere.js';
import { TestOwner } from './testing.js';

const CONVERSATIONS = ['ann+bob', 'ann+cem', 'bob+cem', 'ann+dan'];

describe('a reader on an instance that owns nothing', () => {
  let server: TestPostgres;
  let owner: TestOwner;
  let other: TestOwner;
  beforeAll(async () => {
    server = await startTestPostgres();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    const name = { url: server.url, topic: randomUUID(), schema: `h${randomUUID().slice(0, 8)}` };
    [owner, other] = [await TestOwner.open(name), await TestOwner.open(name)];
    owner.peers.push(other);
    other.peers.push(owner);
    await owner.sequencer.start();
    await other.sequencer.start();
  });
  afterEach(() => Promise.all([owner.close(), other.close()]));

  const append = (id: string, conversation: string): Promise<void> =>
    new Promise((resolve) => {
      other.appender.append({ conversation, from: conversation.split('+')[0] ?? '', id, send: { body: id, mentions: [] } }, resolve);
    });
  const read = async (conversation: string): Promise<string[]> =>
    (await other.history.page({ conversation, from: 1, until: 99_999, limit: 100 })).entries.map(({ id }) => id);

  it('sees everything that was in the log when they asked, at once', async () => {
    for (let round = 1; round <= 20; round++) {
      await Promise.all(CONVERSATIONS.map((conversation) => append(String(round), conversation)));
      await other.fence.pass(60_000);
      for (const conversation of CONVERSATIONS) expect((await read(conversation)).length).toBe(round);
    }
  });

  it('sees it also if nobody answers, once it is committed', async () => {
    other.peers.length = 0;
    await append('1', 'ann+bob');
    await other.fence.pass(60_000);
    expect(await read('ann+bob')).toEqual(['1']);
  });

  it('is told that History is behind while it is, and sees everything when it is not', async () => {
    let release: () => void = () => undefined;
    owner.history.gate = new Promise((resolve) => (release = resolve));
    await append('1', 'ann+bob');
    await expect(other.fence.pass(700)).rejects.toMatchObject({ code: 'unavailable' });
    const passing = other.fence.pass(60_000);
    release();
    await passing;
    expect(await read('ann+bob')).toEqual(['1']);
  });

  it('goes on when the owner dies while they wait', async () => {
    owner.history.gate = new Promise(() => undefined);
    await append('1', 'ann+bob');
    const passing = other.fence.pass(60_000);
    await owner.crash();
    await passing;
    expect(await read('ann+bob')).toEqual(['1']);
    owner.history.gate = Promise.resolve();
  });
});

describe('what is asked of the other instances', () => {
  const asked: (readonly number[])[] = [];
  const elsewhere = new StoredElsewhere({
    log: { epoch: 1 },
    history: { committed: () => Promise.resolve({ epoch: 0, offset: 99 }) },
    peers: () => [
      ({ ends }) => {
        asked.push(ends);
        return Promise.resolve({ partitions: [1] });
      },
      () => Promise.reject(new Error('gone')),
    ],
  });
  const log = { ends: () => Promise.resolve([0, 7, 3]) } as unknown as EventLog;
  const fence = new ReadFence(log, { stored: () => undefined }, elsewhere);

  it('is one question for all who ask at once, and none for what is known', async () => {
    await Promise.all([fence.passPartition(1, 2_000), fence.passPartition(1, 2_000), fence.passPartition(0, 2_000)]);
    await fence.passPartition(1, 2_000);
    expect(asked).toEqual([[0, 7]]);
  });

  it('leaves a partition unknown that nobody owns, whatever was committed in an older epoch', async () => {
    await expect(fence.passPartition(2, 200)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
