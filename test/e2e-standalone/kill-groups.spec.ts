import { setTimeout as sleep } from 'node:timers/promises';
import { type Entry, type Group, ParleyClient, type SendHandle, type SentMessage } from '../../libs/client/src/index.js';
import { type Account, Api } from '../support/api.js';
import { Commotion } from '../support/commotion.js';
import { eventually } from '../support/eventually.js';
import { brokenVersions, membershipsOf, visibleTo, type Memberships } from '../support/membership.js';
import { Seeded } from '../support/seeded.js';
import { Standalone } from '../support/standalone.js';

const PEOPLE = 12;
/** The first of them stay, and are told everything; the others come and go. */
const STAYING = 3;
const PATIENCE_MS = 60_000;
const SEED = 3;

interface Participant {
  account: Account;
  client: ParleyClient;
  entries: Entry[];
  /** Places that were not handed over, because more was missed than is sent. */
  holes: { after: number; head: number }[];
  handles: SendHandle[];
  acked: SentMessage[];
  refused: string[];
}

function participate(api: Api, account: Account): Participant {
  const client = new ParleyClient({ baseUrl: api.baseUrl, refreshToken: account.refreshToken });
  const person: Participant = { account, client, entries: [], holes: [], handles: [], acked: [], refused: [] };
  client.on('entry', (entry) => person.entries.push(entry));
  client.on('changes', (changes) => person.holes.push(...changes.map(({ summary, after = 0 }) => ({ after, head: summary.head }))));
  client.connect();
  return person;
}

/** People in a group who all write, while some of them come and go and the ground shakes. */
class Assembly {
  private constructor(
    private readonly api: Api,
    readonly group: Group,
    readonly people: Participant[],
  ) {}

  static async gather(api: Api): Promise<Assembly> {
    const accounts = await api.registerAll(...Array.from({ length: PEOPLE }, (_, n) => `k${String(n)}`));
    const people = accounts.map((account) => participate(api, account));
    await Promise.all(people.map(({ client }) => client.whenReady()));
    const [founder, ...others] = accounts as [Account, ...Account[]];
    const group = await api.groups.create(founder, { name: 'Shaken', visibility: 'public', members: others });
    return new Assembly(api, group, people);
  }

  get founder(): Account {
    return this.people[0]!.account;
  }

  get staying(): Participant[] {
    return this.people.slice(0, STAYING);
  }

  /** Until it is over everybody writes, and those who do not stay come and go. */
  async live(seeded: Seeded, isOver: () => boolean): Promise<Commotion> {
    const [founder, ...others] = this.people.map(({ account }) => account);
    const people = [founder!, ...others.slice(STAYING - 1)];
    const commotion = new Commotion(this.api, { group: this.group, people, seeded });
    const stirring = [1, 2, 3, 4].map(() => commotion.stir(isOver, { pauseMs: 100, tolerant: true }));
    await Promise.all([...stirring, ...this.people.map((person) => this.talk(person, isOver))]);
    return commotion;
  }

  /** Every message has its final answer, and everybody who may has heard the last one. */
  async settle(): Promise<void> {
    await eventually(
      () => this.people.filter(({ handles, acked, refused }) => acked.length + refused.length < handles.length).length,
      (waiting) => waiting === 0,
      PATIENCE_MS,
    );
    await Promise.all(this.people.map(({ client }) => client.whenReady()));
    await this.everythingInTheLog();
    const handle = this.people[0]!.client.send({ group: this.group.id }, 'the end');
    this.people[0]!.handles.push(handle);
    const sent = await handle.sent();
    this.people[0]!.acked.push(sent);
    const members = new Set((await this.api.groups.members(this.founder, this.group)).map(({ id }) => id));
    await eventually(
      () => this.people.filter(({ account, entries }) => members.has(account.id) && entries.at(-1)?.seq !== sent.seq).length,
      (behind) => behind === 0,
      PATIENCE_MS,
    );
  }

  close(): void {
    for (const { client } of this.people) client.close();
  }

  private async talk(person: Participant, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const handle = person.client.send({ group: this.group.id }, `${person.account.username} ${String(person.handles.length)}`);
      person.handles.push(handle);
      handle.sent().then(
        (sent) => person.acked.push(sent),
        () => person.refused.push(handle.id),
      );
      await sleep(Math.random() * 600);
    }
  }

  /** What was decided last may still be on its way into the log. */
  private async everythingInTheLog(): Promise<void> {
    await eventually(
      async () => {
        const [members, story] = await Promise.all([
          this.api.groups.members(this.founder, this.group),
          this.api.groups.story(this.founder, this.group),
        ]);
        const { roles } = membershipsOf(story);
        return { decided: members.map(({ id, role }) => `${id} ${role}`).sort(), told: [...roles].map((role) => role.join(' ')).sort() };
      },
      ({ decided, told }) => JSON.stringify(decided) === JSON.stringify(told),
      PATIENCE_MS,
    );
  }
}

describe('of a group, while the server is killed', () => {
  let server: Standalone;
  let assembly: Assembly;
  let commotion: Commotion;
  let story: Entry[];
  let memberships: Memberships;

  beforeAll(async () => {
    server = await Standalone.start();
    const api = new Api(server.url);
    assembly = await Assembly.gather(api);
    let isOver = false;
    const living = assembly.live(new Seeded(SEED), () => isOver);
    for (let n = 0; n < 2; n += 1) {
      await sleep(2_000);
      await server.kill();
      await sleep(300);
      await server.start();
    }
    for (let n = 0; n < 2; n += 1) {
      await sleep(2_500);
      await server.killPostgres();
    }
    await sleep(2_500);
    isOver = true;
    commotion = await living;
    await assembly.settle();
    story = await api.groups.story(assembly.founder, assembly.group);
    memberships = membershipsOf(story);
  }, 300_000);
  afterAll(async () => {
    assembly.close();
    await server.dispose();
  });

  it('enough has happened to say something', () => {
    expect(commotion.tally.made).toBeGreaterThan(5);
    expect(assembly.people.flatMap(({ refused }) => refused).length).toBeGreaterThan(0);
    expect(assembly.people.flatMap(({ acked }) => acked).length).toBeGreaterThan(50);
  });

  it('no acknowledged message is lost, doubled or moved, and no refused one stored', () => {
    expect(story.map(({ seq }) => seq)).toEqual(story.map((_, n) => n + 1));
    const acked = assembly.people.flatMap((person) => person.acked.map(({ id, seq }) => ({ id, seq, from: person.account.id })));
    const stored = story.filter(({ kind }) => kind === 'message').map(({ id, seq, from }) => ({ id, seq, from }));
    expect([...acked].sort((x, y) => x.seq - y.seq)).toEqual(stored);
  });

  it('messages keep the order of their senders', () => {
    for (const { account, handles, refused } of assembly.people) {
      const accepted = handles.map(({ id }) => id).filter((id) => !refused.includes(id));
      expect(story.filter(({ kind, from }) => kind === 'message' && from === account.id).map(({ id }) => id)).toEqual(accepted);
    }
  });

  it('no change of its members is lost, doubled or moved', async () => {
    expect(brokenVersions(story)).toEqual([]);
    const members = await new Api(server.url).groups.members(assembly.founder, assembly.group);
    expect(new Map(members.map(({ id, role }) => [id, role]))).toEqual(memberships.roles);
  });

  it('only members were heard', () => {
    expect(memberships.trespasses).toEqual([]);
    for (const { refused } of assembly.staying) expect(refused).toEqual([]);
  });

  it('who stayed has the whole story', () => {
    for (const { entries, holes } of assembly.staying) expect({ entries, holes }).toEqual({ entries: story, holes: [] });
  });

  it('who came and went was told what lies within their memberships, in order, once, and nothing else', () => {
    for (const { account, entries } of assembly.people) {
      const visible = visibleTo(account.id, story, memberships);
      const seen = entries.map(({ seq }) => seq);
      expect(seen).toEqual(visible.filter((seq) => seen.includes(seq)));
      for (const entry of entries) expect(entry).toEqual(story[entry.seq - 1]);
    }
  });

  // Who was removed while away gets no more than 100 entries of what they missed, and cannot page.
  it('who came and went misses nothing but a part of a membership that ended while they were away', () => {
    for (const { account, entries, holes } of assembly.people) {
      const known = new Set(entries.map(({ seq }) => seq));
      for (const { from, to } of memberships.intervals.get(account.id) ?? []) {
        const wanted = story.map(({ seq }) => seq).filter((seq) => from <= seq && seq <= to);
        const missing = wanted.filter((seq) => !known.has(seq) && !holes.some(({ after, head }) => after < seq && seq <= head));
        const first = missing[0] ?? 0;
        expect(missing).toEqual(to === Number.MAX_SAFE_INTEGER ? [] : missing.map((_, n) => first + n));
      }
    }
  });
});
