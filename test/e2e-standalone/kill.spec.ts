import { setTimeout as sleep } from 'node:timers/promises';
import { type Entry, ParleyClient, type SendHandle, type SentMessage } from '../../libs/client/src/index.js';
import { type Account, Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { Standalone } from '../support/standalone.js';

const CLIENTS = 50;
const MESSAGES_EACH = 60;
const PATIENCE_MS = 90_000;

interface Participant {
  account: Account;
  peer: number;
  client: ParleyClient;
  entries: Entry[];
  handles: SendHandle[];
  acked: SentMessage[];
}

/** 50 people in 25 conversations who all write while the ground shakes. */
class Crowd {
  private constructor(readonly people: Participant[]) {}

  static async gather(api: Api): Promise<Crowd> {
    const accounts: Account[] = [];
    for (let n = 0; n < CLIENTS; n += 10)
      accounts.push(...(await api.registerAll(...Array.from({ length: 10 }, (_, m) => `k${String(n + m)}`))));
    const people = accounts.map((account, index): Participant => {
      const client = new ParleyClient({ baseUrl: api.baseUrl, refreshToken: account.refreshToken });
      const entries: Entry[] = [];
      client.on('entry', (entry) => entries.push(entry));
      client.connect();
      return { account, peer: index ^ 1, client, entries, handles: [], acked: [] };
    });
    await Promise.all(people.map(({ client }) => client.whenReady()));
    return new Crowd(people);
  }

  /** Everybody writes to their partner at an uneven pace until all has been said. */
  async talk(): Promise<void> {
    await Promise.all(
      this.people.map(async (person) => {
        for (let n = 0; n < MESSAGES_EACH; n += 1) {
          const { id } = this.partnerOf(person).account;
          const handle = person.client.send({ user: id }, `${person.account.username} ${String(n)}`);
          person.handles.push(handle);
          void handle.sent().then((sent) => person.acked.push(sent));
          await sleep(Math.random() * 250);
        }
      }),
    );
  }

  async allArrived(): Promise<void> {
    await eventually(
      () => this.people.filter((person) => person.acked.length < MESSAGES_EACH).length,
      (waiting) => waiting === 0,
      PATIENCE_MS,
    );
    await eventually(
      () => this.people.filter((person) => person.entries.length < 2 * MESSAGES_EACH).length,
      (behind) => behind === 0,
      PATIENCE_MS,
    );
  }

  partnerOf(person: Participant): Participant {
    const partner = this.people[person.peer];
    if (!partner) throw new Error('Nobody is alone.');
    return partner;
  }

  close(): void {
    for (const { client } of this.people) client.close();
  }
}

describe('while the server is killed', () => {
  it('no acknowledged message is lost, doubled or reordered, and all participants see the same sequence', async () => {
    const server = await Standalone.start();
    const api = new Api(server.url);
    const crowd = await Crowd.gather(api);
    try {
      const talk = crowd.talk();
      await sleep(1_500);
      await server.kill();
      await sleep(300);
      await server.start();
      await sleep(3_000);
      await server.killPostgres();
      await talk;
      await crowd.allArrived();
      for (const person of crowd.people) await expectSameStory(api, person, crowd.partnerOf(person));
    } finally {
      crowd.close();
      await server.dispose();
    }
  }, 300_000);
});

async function expectSameStory(api: Api, person: Participant, partner: Participant): Promise<void> {
  const { entries, acked, handles, account } = person;
  expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, n) => n + 1));
  expect(entries).toEqual(partner.entries);
  const own = entries.filter((entry) => entry.from === account.id);
  expect(own.map((entry) => entry.id)).toEqual(handles.map((handle) => handle.id));
  for (const { id, seq } of acked) expect(entries[seq - 1]?.id).toBe(id);
  const conversation = entries[0]?.conversation ?? '';
  const { entries: stored } = await api.entries(account, conversation, '?limit=200&after=0');
  expect(stored).toEqual(entries);
}
