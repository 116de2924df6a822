import fc from 'fast-check';
import type { Command } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import type { Entry } from '#contracts/gen/parley/conversation/v1/entry.js';
import { startTestPostgres, type TestPostgres } from '../postgres/testing.js';
import { collecting, TestOwner, uuidV7, type Fault } from './testing.js';

const GROUP = 'everybody';
const CONVERSATIONS = ['ann+bob', 'ann+cem', 'bob+cem', GROUP];
const PEOPLE = ['ann', 'bob', 'cem'];
const FAULTS: readonly Fault[] = ['none', 'none', 'none', 'before', 'after'];

type Step =
  | { kind: 'send'; conversation: number; sender: number; chained: boolean }
  | { kind: 'resend'; pick: number }
  | { kind: 'block'; conversation: number; sender: number; blocked: boolean }
  | { kind: 'change'; person: number; role: string; renamed: boolean }
  | { kind: 'rechange'; pick: number }
  | { kind: 'wait' }
  | { kind: 'commit' }
  | { kind: 'crash'; pausedOwner: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({ kind: fc.constant('send' as const), conversation: fc.nat(3), sender: fc.nat(2), chained: fc.boolean() }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      person: fc.nat(2),
      role: fc.constantFrom('member', 'admin', ''),
      renamed: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rechange' as const), pick: fc.nat(1_000) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('resend' as const), pick: fc.nat(1_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('block' as const), conversation: fc.nat(2), sender: fc.nat(2), blocked: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'wait' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'commit' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('crash' as const), pausedOwner: fc.boolean() }) },
);

/** Plays a scenario; owners come and go, the log and the history stay. */
class Play {
  readonly sent: Command[] = [];
  /** What the group service decided, in its order. */
  readonly changes: Command[] = [];
  readonly delivered: TestOwner['delivered'] = [];
  private readonly former: TestOwner[] = [];
  private readonly lastOf = new Map<string, string>();
  private releases: (() => void)[] = [];
  private versions = 0;

  private constructor(
    private owner: TestOwner,
    private readonly open: () => Promise<TestOwner>,
    private readonly faults: () => Fault,
  ) {
    this.prepare(owner);
  }

  static async begin(open: () => Promise<TestOwner>, faults: () => Fault): Promise<Play> {
    const play = new Play(await open(), open, faults);
    await play.owner.sequencer.start();
    return play;
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const item of steps) await this.play(item);
  }

  /** Everything that was sent goes in once more, as clients do who missed their answers; then all is written. */
  async end(): Promise<void> {
    for (const command of [...this.changes, ...this.sent]) this.owner.appender.append(command);
    for (const release of this.releases) release();
    this.owner.log.nextFault = () => 'none';
    this.owner.history.nextFault = () => 'none';
    await this.drained();
    await this.owner.settle();
    await this.owner.close();
    await Promise.all(this.former.map((owner) => owner.close()));
  }

  private async play(item: Step): Promise<void> {
    switch (item.kind) {
      case 'send':
        this.send(item);
        return;
      case 'resend': {
        const command = this.sent[item.pick % Math.max(1, this.sent.length)];
        if (command !== undefined) this.owner.appender.append(command);
        return;
      }
      case 'change':
        this.change(item);
        return;
      case 'rechange': {
        const command = this.changes[item.pick % Math.max(1, this.changes.length)];
        if (command !== undefined) this.owner.appender.append(command);
        return;
      }
      case 'block': {
        const { conversation, from } = this.party(item);
        const version = ++this.versions;
        this.owner.appender.append({ conversation, from, id: `block-${String(version)}`, block: { blocked: item.blocked, version } });
        return;
      }
      case 'wait':
        await new Promise((resolve) => setTimeout(resolve, 15));
        return;
      case 'commit':
        await this.owner.sequencer.commit();
        return;
      case 'crash':
        await this.crash(item.pausedOwner);
    }
  }

  private change({ person, role, renamed }: Step & { kind: 'change' }): void {
    const version = this.changes.length + 1;
    const members = renamed ? [] : [{ user: PEOPLE[person] ?? '', role, version: 0, fromStart: false }];
    const change = { version, event: renamed ? 'renamed' : 'role', members, text: renamed ? `name ${String(version)}` : '' };
    const command = { conversation: GROUP, from: 'ann', id: `change-${String(version)}`, change };
    this.changes.push(command);
    this.owner.appender.append(command);
  }

  private send(item: { conversation: number; sender: number; chained: boolean }): void {
    const { conversation, from } = this.party(item);
    const lane = `${conversation} ${from}`;
    const id = uuidV7(Date.now(), this.sent.length);
    const after = item.chained ? this.lastOf.get(lane) : undefined;
    const command = {
      conversation,
      from,
      id,
      send: { body: `body of ${id}`, after, mentions: [] },
      origin: { node: 'node', session: 'session' },
    };
    this.lastOf.set(lane, id);
    this.sent.push(command);
    this.owner.appender.append(command);
  }

  private party({ conversation, sender }: { conversation: number; sender: number }): { conversation: string; from: string } {
    const name = CONVERSATIONS[conversation] ?? '';
    const people = name === GROUP ? PEOPLE : name.split('+');
    return { conversation: name, from: people[sender % people.length] ?? '' };
  }

  private async crash(pausedOwner: boolean): Promise<void> {
    const dying = this.owner;
    if (pausedOwner) {
      dying.history.gate = new Promise((resolve) => this.releases.push(resolve));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await dying.crash();
    this.former.push(dying);
    this.owner = await this.open();
    this.prepare(this.owner);
    await this.owner.sequencer.start();
    // As the outbox does: what is not known to be in the log is put there again, in order.
    for (const command of this.changes) this.owner.appender.append(command);
  }

  private prepare(owner: TestOwner): void {
    owner.history.nextFault = this.faults;
    owner.log.nextFault = this.faults;
    owner.links.connect('chat', 'node', collecting(this.delivered));
  }

  private async drained(): Promise<void> {
    await this.owner.appender.close(10_000);
  }
}

describe('the sequencer', () => {
  let server: TestPostgres;
  let runs = 0;
  beforeAll(async () => {
    server = await startTestPostgres();
  });
  afterAll(() => server.stop());

  const names = (): { topic: string; schema: string } => {
    runs++;
    return { topic: `topic${String(runs)}`, schema: `history${String(runs)}` };
  };

  it('decides the same, whatever fails and whoever owns the partitions', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 10, maxLength: 60 }),
        fc.infiniteStream(fc.constantFrom(...FAULTS)),
        async (steps, faults) => {
          const { topic, schema } = names();
          const open = (): Promise<TestOwner> => TestOwner.open({ url: server.url, topic, schema });
          const play = await Play.begin(open, () => faults.next().value as Fault);
          await play.run(steps);
          await play.end();

          const stored = await entriesOf(open);
          expectContiguous(stored);
          expectOnce(stored);
          expectChains(stored, play.sent);
          expectRights(play, stored.at(-1) ?? []);
          expectDeliveredAsStored(play, stored);
          const replayed = await replay({ topic, schema: `${schema}_replay` }, server.url);
          expect(replayed).toEqual(stored);
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
  }, 240_000);
});

async function entriesOf(open: () => Promise<TestOwner>): Promise<Entry[][]> {
  const reader = await open();
  const pages = await Promise.all(
    CONVERSATIONS.map((conversation) => reader.history.page({ from: 1, until: 99_999, conversation, limit: 10_000 })),
  );
  await reader.close();
  return pages.map((page) => page.entries);
}

/** What a fresh owner makes of the whole log, without a fault and in an empty history. */
async function replay({ topic, schema }: { topic: string; schema: string }, url: string): Promise<Entry[][]> {
  const open = (): Promise<TestOwner> => TestOwner.open({ url, topic, schema });
  const owner = await open();
  for (let partition = 0; partition < owner.log.partitions; partition++) {
    const ends = await owner.log.ends();
    await owner.sequencer.assign(partition, { first: 0, end: ends[partition] ?? 0, committed: undefined });
  }
  await processAll(owner);
  await owner.close();
  return entriesOf(open);
}

async function processAll(owner: TestOwner): Promise<void> {
  const subscription = await owner.log.subscribe('replay', {
    assign: () => Promise.resolve(0),
    process: (partition, records) => owner.sequencer.process(partition, records),
    revoke: () => undefined,
  });
  await owner.settle();
  await subscription.close();
}

function expectContiguous(conversations: Entry[][]): void {
  for (const entries of conversations) expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_entry, index) => index + 1));
}

function expectOnce(conversations: Entry[][]): void {
  for (const entries of conversations) expect(new Set(entries.map((entry) => entry.id)).size).toBe(entries.length);
}

/** A message stands behind the one that it was sent after. */
function expectChains(conversations: Entry[][], sent: readonly Command[]): void {
  const seqs = new Map(conversations.flat().map((entry) => [entry.id, entry.seq]));
  for (const { id, send } of sent) {
    const seq = seqs.get(id);
    if (send?.after === undefined || seq === undefined) continue;
    expect(seqs.get(send.after)).toBeLessThan(seq);
  }
}

/** Every change of the group is there once, in order; whoever wrote was a member then; who came or went hears which entries are theirs. */
function expectRights(play: Play, entries: readonly Entry[]): void {
  const changes = entries.filter(({ kind }) => kind === 'system');
  expect(changes.map(({ id }) => id)).toEqual(play.changes.map((_change, index) => `change.${String(index + 1)}`));
  const members = new Set<string>();
  const memberships = new Map(
    play.delivered.flatMap((delivery) => (delivery.entry?.system ? [[delivery.entry.id, delivery.memberships]] : [])),
  );
  for (const { seq, id, from, system } of entries) {
    if (system === undefined) {
      expect(members).toContain(from);
      continue;
    }
    const moved = system.users.filter((user) => members.has(user) !== (system.role !== ''));
    for (const user of system.users) members[system.role === '' ? 'delete' : 'add'](user);
    const heard = memberships.get(id)?.filter(({ user }) => moved.includes(user)) ?? [];
    expect(heard).toEqual(moved.map((user) => ({ user, from: members.has(user) ? seq : 0 })));
  }
}

/** Every answer and every entry that anybody ever got is what History holds. */
function expectDeliveredAsStored(play: Play, conversations: Entry[][]): void {
  const stored = new Map(conversations.flat().map((entry) => [`${entry.conversation} ${String(entry.seq)}`, entry]));
  for (const { ack, entry } of play.delivered) {
    if (entry !== undefined) expect(stored.get(`${entry.conversation} ${String(entry.seq)}`)).toEqual(entry);
    if (ack !== undefined) expect(stored.get(`${ack.conversation} ${String(ack.seq)}`)?.id).toBe(ack.id);
  }
}
