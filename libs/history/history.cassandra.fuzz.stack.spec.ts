import type { Entry } from '#contracts/gen/parley/conversation/v1/entry.js';
import { startTestPostgres } from '../postgres/testing.js';
import { PostgresHistory } from './history.postgres.js';
import type { History, HistoryWrite, MemberWrite } from './history.js';
import { packPosition } from './position.js';
import { TestKeyspaces } from './testing.cassandra.js';

const ROUNDS = 30;
const USERS = Array.from({ length: 12 }, (_, index) => `user-${String(index).padStart(2, '0')}`);
const LOG_PARTITIONS = 3;

const at = (offset: number): bigint => packPosition({ epoch: 1, offset, index: 0 });

/** Numbers below `n` that are the same for the same seed. */
function randomFrom(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * n);
  };
}

type Random = ReturnType<typeof randomFrom>;

interface Conversation {
  id: string;
  partition: number;
  participants: string[];
  seq: number;
  ordinal: number;
  time: number;
  members: Map<string, MemberWrite>;
}

/** Writes as a sequencer makes them that decides whatever comes to its mind. */
class Sequencer {
  offset = 1;
  readonly conversations: Conversation[];

  constructor(private readonly random: Random) {
    this.conversations = Array.from({ length: 14 }, (_, index) => {
      const participants = index % 2 === 0 ? [USERS[index % 12]!, USERS[(index + 1 + random(4)) % 12]!] : [];
      return {
        id: `c${String(index)}`,
        partition: index % LOG_PARTITIONS,
        participants,
        seq: 0,
        ordinal: 0,
        time: 1_000,
        members: new Map(),
      };
    });
  }

  pick<T>(items: readonly T[]): T {
    return items[this.random(items.length)]!;
  }

  next(): HistoryWrite {
    const heads = new Map<string, HistoryWrite['heads'][number]>();
    const cursors = new Map<string, HistoryWrite['cursors'][number]>();
    const write = {
      entries: [] as HistoryWrite['entries'][number][],
      blocks: [] as HistoryWrite['blocks'][number][],
      members: [] as MemberWrite[],
    };
    for (let left = 1 + this.random(12); left > 0; left--) {
      const conversation = this.pick(this.conversations);
      const position = at(this.offset++);
      if (conversation.participants.length > 0 && this.random(10) === 0) {
        write.blocks.push({
          conversation: conversation.id,
          blocker: this.pick(conversation.participants),
          blocked: this.random(2) === 0,
          version: this.offset,
          position,
        });
        continue;
      }
      const { entry, changes } = this.decide(conversation, position);
      write.entries.push({ entry, position });
      write.members.push(...changes);
      const message =
        entry.kind === 'message' ? { seq: entry.seq, at: entry.at } : (heads.get(conversation.id)?.message ?? { seq: 0, at: 0 });
      const members = [...conversation.members.values()].filter(({ role }) => role !== '').length;
      const { id, partition, participants, seq, ordinal } = conversation;
      const direct = participants.length > 0;
      heads.set(id, { conversation: id, partition, participants, members, seq, ordinal, message, position });
      const moved = entry.kind === 'message' ? [entry.from] : changes.filter(({ from }) => from === seq).map(({ user }) => user);
      for (const user of moved)
        cursors.set(`${id} ${user}`, { conversation: id, user, direct, received: seq, read: seq, readOrdinal: ordinal });
    }
    return { ...write, heads: [...heads.values()], cursors: [...cursors.values()] };
  }

  private decide(conversation: Conversation, position: bigint): { entry: Entry; changes: MemberWrite[] } {
    const { id, participants, members } = conversation;
    const seq = ++conversation.seq;
    conversation.time += this.random(3);
    const present = [...members.values()].filter(({ role }) => role !== '');
    const isChange = participants.length === 0 && (present.length === 0 || this.random(3) === 0);
    if (!isChange) conversation.ordinal++;
    const changes = isChange ? USERS.filter(() => this.random(4) === 0).map((user) => this.change(conversation, user, position)) : [];
    for (const change of changes) members.set(change.user, change);
    const entry: Entry = {
      conversation: id,
      seq,
      ordinal: conversation.ordinal,
      kind: isChange ? 'system' : 'message',
      id: `id-${String(this.offset)}`,
      from: participants.length > 0 ? this.pick(participants) : (present[0]?.user ?? 'nobody'),
      at: conversation.time,
      body: isChange ? '' : `text ${String(this.offset)}`,
      mentions: participants.length === 0 && this.random(2) === 0 ? [this.pick(USERS)] : [],
      ...(isChange && { system: { event: 'added', users: [], role: '', text: '' } }),
      ...(this.random(9) === 0 && { replyTo: 1 }),
    };
    return { entry, changes };
  }

  private change({ id, seq, time, members }: Conversation, user: string, position: bigint): MemberWrite {
    const before = members.get(user);
    if (before === undefined || before.role === '') {
      return { conversation: id, user, role: 'member', from: seq, seq, joinedAt: time, position };
    }
    return { ...before, role: this.pick(['', 'admin', 'member']), seq, position };
  }
}

/** Whatever can be asked of a history, with arguments by chance. Each answers in an order of its own making. */
function questions(random: Random, sequencer: Sequencer): ((history: History) => Promise<unknown>)[] {
  const { id: conversation, seq } = sequencer.pick(sequencer.conversations);
  const user = sequencer.pick(USERS);
  const below = at(random(sequencer.offset + 2));
  const maybe = (n: number): number | undefined => (random(2) === 0 ? undefined : random(n));
  const before = maybe(seq + 2);
  const range = { from: 1 + random(4), until: 1 + (maybe(seq + 3) ?? Number.MAX_SAFE_INTEGER - 2), limit: 1 + random(6) };
  const page = { conversation, before: before === undefined ? undefined : before + 1, after: maybe(seq + 1), ...range };
  const since = Array.from({ length: LOG_PARTITIONS }, (_, partition) => ({ partition, position: below }));
  const behind = { after: sequencer.pick(['', 'c5']), limit: 1 + random(4) };
  const shown = 1 + random(seq + 1);
  const moves = USERS.filter(() => random(4) === 0).map((mover) => ({
    conversation,
    user: mover,
    received: 1 + random(seq + 2),
    read: random(seq + 2),
  }));
  return [
    (history) => history.moveCursors(moves),
    (history) => history.page(page),
    (history) => history.entriesSince({ conversation, position: below, ...range }),
    (history) => history.loadHeads(sequencer.conversations.map(({ id }) => ({ conversation: id, below }))),
    (history) => history.loadIds({ conversation, sender: user, since: 1_000, below }),
    (history) => history.list({ user, limit: range.limit }),
    (history) => history.changedSince(user, since),
    (history) => history.membership(conversation, user),
    async (history) => (await history.memberships([user])).map(({ conversation: group, from, seq: made }) => [group, from, made]).sort(),
    (history) => history.behind(user, behind),
    (history) => history.receipts({ conversation, seq: shown, after: '', limit: range.limit }),
    (history) => history.countReceipts(conversation, [{ seq: shown, from: user }]),
  ];
}

describe('the histories on Cassandra and on Postgres', () => {
  let postgres: Awaited<ReturnType<typeof startTestPostgres>>;
  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  afterAll(() => postgres.stop());

  it.each([1, 2, 3])('answer alike whatever is written, and written again late (seed %i)', async (seed) => {
    const keyspaces = new TestKeyspaces();
    const keyspace = keyspaces.make();
    const cassandra = await keyspaces.open(keyspace);
    const model = await PostgresHistory.open({ url: postgres.url, schema: keyspace });
    const random = randomFrom(seed);
    const sequencer = new Sequencer(random);
    const written: HistoryWrite[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      written.push(sequencer.next());
      const late = random(4) === 0 ? [sequencer.pick(written)] : [];
      for (const write of [...written.slice(-1), ...late]) await Promise.all([model.write(write), cassandra.write(write)]);
      for (const ask of questions(random, sequencer)) expect(await ask(cassandra)).toEqual(await ask(model));
    }
    await Promise.all([cassandra.close(), model.close()]);
    await keyspaces.drop();
  });
});
