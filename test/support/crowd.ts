import { setTimeout as sleep } from 'node:timers/promises';
import { type Entry, type Group, ParleyClient, type Recipient, type SentMessage } from '../../libs/client/src/index.js';
import { alternating } from './alternating.js';
import { type Account, Api } from './api.js';
import { eventually } from './eventually.js';

const PATIENCE_MS = 60_000;

/** A message on its way, by this machine's clock. */
interface Sending {
  id: string;
  at: number;
  ackedAt?: number;
  sent?: SentMessage;
  refused?: string;
}

/** Somebody who talks: what the SDK has told them, in that order, and what became of their messages. */
export interface Talker {
  account: Account;
  api: Api;
  client: ParleyClient;
  entries: Entry[];
  sendings: Sending[];
  /** Conversations with more news than are sent: the SDK tells of them instead of telling them. */
  holes: string[];
}

interface Circle {
  group: Group;
  members: Talker[];
}

/** What one conversation has come to. */
export interface Story {
  /** History, as its first participant reads it. */
  history: Entry[];
  participants: Talker[];
}

/** Pairs of people on different chat nodes and behind different gateways, in groups of several pairs, who talk until they are told to stop. */
export class Crowd {
  private isOver = false;
  private talking: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly people: readonly Talker[],
    private readonly circles: readonly Circle[],
  ) {}

  static async gather(urls: readonly string[], { pairs, groups }: { pairs: number; groups: number }): Promise<Crowd> {
    const apart = alternating(fetch, { lenient: true });
    const people: Talker[] = [];
    let isGathering = true;
    // Later there may be but one node, for which each would wait in vain that there is another.
    const discover: typeof fetch = (input, init) => (isGathering ? apart(input, init) : fetch(input, init));
    for (let n = 0; n < 2 * pairs; n++) people.push(await talker(new Api(urls[n % urls.length]!), discover));
    isGathering = false;
    const size = people.length / groups;
    const circles = Array.from({ length: groups }, (_, n) => circle(people.slice(n * size, (n + 1) * size)));
    return new Crowd(people, await Promise.all(circles));
  }

  /** Everybody writes to their partner, and less often to their group, at an uneven pace, waiting for no answer. */
  talk(pauseMs: number): void {
    const direct = this.people.map((person, n) => this.chatter(person, { user: this.people[n ^ 1]!.account.id }, pauseMs));
    const inGroups = this.circles.flatMap(({ group, members }) =>
      members.map((person) => this.chatter(person, { group: group.id }, 4 * pauseMs)),
    );
    this.talking = Promise.all([...direct, ...inGroups]);
  }

  /** Resolves when all that has been sent so far has its answer. */
  async answered(patienceMs = PATIENCE_MS): Promise<void> {
    const sent = this.people.flatMap(({ sendings }) => sendings);
    const isOpen = ({ ackedAt, refused }: Sending): boolean => ackedAt === undefined && refused === undefined;
    await eventually(
      () => sent.filter(isOpen).length,
      (open) => open === 0,
      patienceMs,
    );
  }

  /** The longest time from a send to its acknowledgement, in milliseconds, of those sent since then. */
  slowest(since: number): number {
    const recent = this.people.flatMap(({ sendings }) => sendings.filter(({ at }) => at >= since));
    return Math.max(0, ...recent.map(({ at, ackedAt = Date.now() }) => ackedAt - at));
  }

  /** Everybody falls silent, and has been told everything. */
  async settle(): Promise<void> {
    this.isOver = true;
    await this.talking;
    await this.answered();
    await Promise.all(this.people.map(({ client }) => client.whenReady()));
    const stories = await this.stories();
    const behind = (): number =>
      stories.flatMap(({ history, participants }) => participants.filter((person) => told(person, history).length < history.length)).length;
    await eventually(behind, (count) => count === 0, PATIENCE_MS);
  }

  /** Every conversation. */
  async stories(): Promise<Story[]> {
    const pairs = this.people.filter((_, n) => n % 2 === 0).map((person, n) => [person, this.people[2 * n + 1]!]);
    const direct = pairs.map(async ([one, other]) => ({
      history: await directStory(one!.api, one!.account, other!.account),
      participants: [one!, other!],
    }));
    const inGroups = this.circles.map(async ({ group, members }) => {
      const { api, account } = members[0]!;
      return { history: await api.groups.story(account, group), participants: members };
    });
    return Promise.all([...direct, ...inGroups]);
  }

  close(): void {
    this.isOver = true;
    for (const { client } of this.people) client.close();
  }

  private async chatter(person: Talker, to: Recipient, pauseMs: number): Promise<void> {
    while (!this.isOver) {
      say(person, to);
      await sleep(Math.random() * 2 * pauseMs);
    }
  }
}

/** The entries of a conversation that somebody was told, in the order in which they were. */
export function told({ entries }: Talker, history: readonly Entry[]): Entry[] {
  return entries.filter(({ conversation }) => conversation === history[0]?.conversation);
}

async function talker(api: Api, discover: typeof fetch): Promise<Talker> {
  const account = await api.register('crowd');
  const client = new ParleyClient({ baseUrl: api.baseUrl, refreshToken: account.refreshToken, fetch: discover });
  const person: Talker = { account, api, client, entries: [], sendings: [], holes: [] };
  client.on('entry', (entry) => person.entries.push(entry));
  client.on('changes', (changes) => person.holes.push(...changes.map(({ summary }) => summary.conversation)));
  client.connect();
  await client.whenReady();
  return person;
}

async function circle(members: Talker[]): Promise<Circle> {
  const [founder, ...others] = members;
  const group = await founder!.api.groups.create(founder!.account, { members: others.map(({ account }) => account) });
  return { group, members };
}

function say({ client, account, sendings }: Talker, to: Recipient): void {
  const handle = client.send(to, `${account.username} ${String(sendings.length)}`);
  const sending: Sending = { id: handle.id, at: Date.now() };
  sendings.push(sending);
  handle.sent().then(
    (sent) => Object.assign(sending, { sent, ackedAt: Date.now() }),
    (error: unknown) => (sending.refused = String(error)),
  );
}

/** All entries that two people have exchanged. */
export async function directStory(api: Api, account: Account, other: Account): Promise<Entry[]> {
  const conversation = await api.conversation(account, other);
  const all: Entry[] = [];
  for (let more = true; more;) {
    const page = await api.entries(account, conversation, `?limit=200&after=${String(all.at(-1)?.seq ?? 0)}`);
    all.push(...page.entries);
    more = page.more;
  }
  return all;
}
