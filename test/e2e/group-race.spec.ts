import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry, Group } from '../../libs/client/src/index.js';
import type { Account } from '../support/api.js';
import { Commotion } from '../support/commotion.js';
import { brokenVersions, membershipsOf, visibleTo, type Memberships } from '../support/membership.js';
import { Seeded } from '../support/seeded.js';
import { target } from '../support/target.js';
import { Wire } from '../support/wire.js';

const api = target();
const PEOPLE = 8;
const DURATION_MS = 8_000;
/** Where little happens in that time, because the machine is slow, they go on. */
const LONGEST_MS = 80_000;
const STIRRERS = 4;
const PEEPERS = 5;

/** Somebody whose socket stays connected and who never stops talking, member or not. */
interface Talker {
  account: Account;
  wire: Wire;
  sent: string[];
  /** Another device, which is now and then away, and what it came to see. */
  device: Account;
  visits: Wire[];
}

/** A page that somebody was shown over REST. */
interface Glimpse {
  user: string;
  seqs: number[];
}

class Race {
  readonly talkers: Talker[] = [];
  readonly glimpses: Glimpse[] = [];
  group!: Group;
  private readonly seeded: Seeded;

  constructor(seed: number) {
    this.seeded = new Seeded(seed);
  }

  get founder(): Account {
    return this.people[0]!;
  }

  get people(): Account[] {
    return this.talkers.map(({ account }) => account);
  }

  async gather(): Promise<void> {
    const accounts = await api.registerAll(...Array.from({ length: PEOPLE }, (_, n) => `race${String(n)}`));
    this.talkers.push(...(await Promise.all(accounts.map((account) => this.join(account)))));
    const name = `Race ${crypto.randomUUID()}`;
    this.group = await api.groups.create(this.founder, { name, visibility: 'public', members: accounts.slice(1, 4) });
  }

  async run(): Promise<Commotion> {
    const began = Date.now();
    const commotion = new Commotion(api, { group: this.group, people: this.people, seeded: this.seeded });
    const isOver = (): boolean => Date.now() - began >= (this.saysSomething(commotion) ? DURATION_MS : LONGEST_MS);
    await Promise.all([
      ...Array.from({ length: STIRRERS }, () => commotion.stir(isOver, { pauseMs: 30 })),
      ...this.talkers.map((talker) => this.talk(talker, isOver)),
      this.peek(isOver),
      ...this.talkers.map((talker) => this.comeAndGo(talker, isOver)),
    ]);
    return commotion;
  }

  /** Whether there were changes, refusals and glimpses enough. */
  saysSomething({ tally }: Commotion): boolean {
    const refusals = this.talkers.flatMap(({ wire }) => wire.all('error'));
    return tally.made > 10 && refusals.length > 5 && this.glimpses.length > 5;
  }

  /** Until every socket has everything that was decided before, and every message its answer. */
  async settle(): Promise<void> {
    await Promise.all(this.talkers.flatMap(({ wire, sent }) => sent.map((id) => wire.answer(id))));
    const { seq } = await this.talkers[0]!.wire.postTo(this.group, 'the end', { id: 'the-end' });
    this.talkers[0]!.sent.push('the-end');
    const members = new Set((await api.groups.members(this.founder, this.group)).map(({ id }) => id));
    const present = this.talkers.slice(1).filter(({ account }) => members.has(account.id));
    await Promise.all(present.map(({ wire }) => wire.next('entry', (entry) => entry.seq === seq)));
    await Promise.all(this.talkers.flatMap(({ wire, visits }) => [wire, ...visits.slice(-1)].map((socket) => socket.settled())));
  }

  async end(): Promise<void> {
    await Promise.all(this.talkers.flatMap(({ wire, visits }) => [wire, ...visits].map((socket) => socket.close())));
  }

  private async join(account: Account): Promise<Talker> {
    const device = await api.login(account);
    const [wire, visit] = await Promise.all([Wire.ready(api, account), Wire.ready(api, device)]);
    await visit.close();
    return { account, wire, sent: [], device, visits: [visit] };
  }

  private async talk({ wire, sent }: Talker, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const id = crypto.randomUUID();
      sent.push(id);
      wire.send({ type: 'send', id, to: { group: this.group.id }, body: id });
      await sleep(this.seeded.next() * 40);
    }
  }

  /** People look at the history over REST, members or not, several at once. */
  private async peek(isOver: () => boolean): Promise<void> {
    while (!isOver()) await Promise.all(Array.from({ length: PEEPERS }, () => this.glimpse(this.seeded.pick(this.people))));
  }

  private async glimpse({ id: user, accessToken: token }: Account): Promise<void> {
    const query = this.seeded.pick(['', '?after=0&limit=200', '?before=50', '?limit=3']);
    const path = `/group-message-service/conversations/${this.group.conversation}/entries${query}`;
    const { status, body } = await api.call<{ entries: Entry[] }>('GET', path, { token });
    if (status === 200) this.glimpses.push({ user, seqs: body.entries.map(({ seq }) => seq) });
    else expect([404, 503]).toContain(status);
  }

  /** A second device connects and disconnects, and catches up each time. */
  private async comeAndGo({ device, visits }: Talker, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const visit = await Wire.ready(api, device, visits.at(-1)?.since);
      visits.push(visit);
      await sleep(this.seeded.next() * 150);
      await visit.close();
      await sleep(this.seeded.next() * 150);
    }
    visits.push(await Wire.ready(api, device, visits.at(-1)?.since));
  }
}

describe.each([1, 2])('members who come and go while all of them talk (seed %i)', (seed) => {
  const race = new Race(seed);
  let commotion: Commotion;
  let story: Entry[];
  let memberships: Memberships;

  beforeAll(async () => {
    await race.gather();
    commotion = await race.run();
    await race.settle();
    story = await api.groups.story(race.founder, race.group);
    memberships = membershipsOf(story);
  });
  afterAll(() => race.end());

  it('make changes and messages enough to say something', () => {
    expect(race.saysSomething(commotion)).toBe(true);
    expect(story.filter(({ kind }) => kind === 'message').length).toBeGreaterThan(50);
  });

  it('leave one order without gaps', () => {
    expect(story.map(({ seq }) => seq)).toEqual(story.map((_, n) => n + 1));
    let messages = 0;
    for (const { kind, ordinal } of story) expect(ordinal).toBe((messages += kind === 'message' ? 1 : 0));
  });

  it('have every change in that order, once', async () => {
    expect(brokenVersions(story)).toEqual([]);
    const members = await api.groups.members(race.founder, race.group);
    expect(new Map(members.map(({ id, role }) => [id, role]))).toEqual(memberships.roles);
    expect((await api.groups.get(race.founder, race.group)).memberCount).toBe(memberships.roles.size);
  });

  it('have every accepted message at its place, once, and no refused one', () => {
    const places = new Map(story.filter(({ kind }) => kind === 'message').map(({ id, seq, from }) => [id, { seq, from }]));
    const accepted = race.talkers.flatMap(({ account, wire }) =>
      wire.all('ack').map(({ id, seq }) => [id, { seq, from: account.id }] as const),
    );
    expect(places).toEqual(new Map(accepted));
    expect(accepted).toHaveLength(places.size);
    for (const { wire, sent } of race.talkers) {
      const refused = wire.all('error');
      for (const error of refused) expect(error).toMatchObject({ code: 'not_found', field: 'to.group' });
      expect(refused.length + wire.all('ack').length).toBe(sent.length);
    }
  });

  it('were heard while they were members, and only then', () => {
    expect(memberships.trespasses).toEqual([]);
    expect(race.talkers[0]?.wire.all('error')).toEqual([]);
  });

  it('were told everything within their memberships, in order, once, and nothing else', () => {
    for (const { account, wire } of race.talkers) expect(wire.placesIn(race.group)).toEqual(visibleTo(account.id, story, memberships));
  });

  // A refusal may come before the entry that says why, which has to be stored first.
  it('were refused only where they had been told that they were no members, or were about to be', () => {
    for (const { account, wire } of race.talkers) {
      let member = account.id === race.founder.id;
      let early = false;
      for (const frame of wire.frames) {
        if (frame.type === 'error') early ||= member;
        if (frame.type !== 'entry' || frame.system?.event === 'role' || frame.system?.users.includes(account.id) !== true) continue;
        if (early) expect(frame).toMatchObject({ system: { role: '' } });
        member = frame.system.role !== '';
        early = false;
      }
      expect([account.username, early]).toEqual([account.username, false]);
    }
  });

  it('were shown over REST nothing from outside of one membership', () => {
    for (const { user, seqs } of race.glimpses) {
      const [first, last] = [seqs[0], seqs.at(-1)];
      if (first === undefined || last === undefined) continue;
      const intervals = memberships.intervals.get(user) ?? [];
      const within = intervals.some(({ from, to }) => from <= first && last <= to);
      expect({ user, first, last, intervals, within }).toEqual({ user, first, last, intervals, within: true });
    }
  });

  it('who were now and then away were told nothing else either, and all of their last membership', () => {
    for (const { account, visits } of race.talkers) {
      const visible = visibleTo(account.id, story, memberships);
      const seen = new Set(visits.flatMap((visit) => visit.placesIn(race.group)));
      expect([...seen].filter((seq) => !visible.includes(seq))).toEqual([]);
      for (const visit of visits) {
        // What was decided while the socket was brought up to date may come twice, and be older than what came before it.
        const ready = visit.frames.findIndex(({ type }) => type === 'ready');
        const live = visit.placesIn(race.group, visit.frames.slice(ready));
        const newest = Math.max(0, ...visit.placesIn(race.group, visit.frames.slice(0, ready)));
        expect(live).toEqual([...new Set(live)].filter((seq) => seq > newest).sort((x, y) => x - y));
      }
      const { from, to } = memberships.intervals.get(account.id)?.at(-1) ?? { from: 1, to: 0 };
      // Where more was missed than is sent, they were told how far to page.
      const changes = visits.flatMap((visit) => visit.all('changes')).flatMap(({ conversations }) => conversations);
      const paged = Math.max(0, ...changes.map(({ head }) => head));
      if (to === Number.MAX_SAFE_INTEGER) expect(visible.filter((seq) => seq >= from && seq > paged && !seen.has(seq))).toEqual([]);
    }
  });
});
