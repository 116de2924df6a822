import { setTimeout as sleep } from 'node:timers/promises';
import { chosenServices, crash, gatewayUrls, start, status } from '../../deploy/native/testing.mjs';
import { Crowd, told } from '../support/crowd.js';
import { Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { socketUrl, Wire } from '../support/wire.js';

/** Longer than sessions and leases last, so that whoever holds one notices. */
const AWAY_MS = 6_000;
/** From an engine that answers again to a suite that has everything in hand again. */
const RECOVERY_MS = 30_000;
/** With an engine away that messages do not need. */
const UNDISTURBED_MS = 3_000;

describe.each(['redis', 'zookeeper', 'kafka', 'cassandra', 'postgres'] as const)('while %s is away', (engine) => {
  let crowd: Crowd;
  let pids: (number | undefined)[];
  /** The slowest acknowledgement of those sent while it was away. */
  let slowest: number;
  const urls = gatewayUrls();

  beforeAll(async () => {
    crowd = await Crowd.gather(urls, { pairs: 4, groups: 2 });
    pids = await pidsOfSuite();
    crowd.talk(500);
    await sleep(2_000);
    await crash(engine);
    const away = Date.now();
    try {
      await sleep(AWAY_MS);
      slowest = crowd.slowest(away);
    } finally {
      await start(engine);
    }
    const back = Date.now();
    await crowd.answered(RECOVERY_MS);
    await eventually(canBeRead, (answer) => answer, RECOVERY_MS);
    process.stdout.write(
      `While ${engine} was away: slowest acknowledgement ${String(slowest)} ms; back in full after ${String(Date.now() - back)} ms\n`,
    );
    await crowd.settle();
  });
  afterAll(() => crowd.close());

  /** History may have to catch up first, and says so meanwhile. */
  const canBeRead = (): Promise<boolean> =>
    crowd.stories().then(
      () => true,
      () => false,
    );

  it('what was acknowledged stayed, in its order, and everybody was told', async () => {
    expect(crowd.people.flatMap(({ sendings }) => sendings.filter(({ refused }) => refused !== undefined))).toEqual([]);
    const stories = await crowd.stories();
    for (const { history, participants } of stories) {
      expect(history.map(({ seq }) => seq)).toEqual(history.map((_, n) => n + 1));
      for (const person of participants) expect(told(person, history)).toEqual(history);
    }
    const stored = stories.flatMap(({ history }) => history.map(({ id }) => id));
    expect(stored).toEqual(expect.arrayContaining(crowd.people.flatMap(({ sendings }) => sendings.map(({ id }) => id))));
  });

  // Kafka is where messages are kept first; the others they do without.
  if (engine !== 'kafka')
    it('messages in conversations that are in use went on arriving', () => {
      expect(slowest).toBeLessThan(UNDISTURBED_MS);
    });

  it('everything works again, and nobody was started again', async () => {
    await eventually(pidsOfSuite, (now) => JSON.stringify(now) === JSON.stringify(pids));
    await eventually(statesOfSuite, (states) => states.every((state) => state === 'running'), RECOVERY_MS);
    const apis = urls.map((url) => new Api(url));
    const [ada, bob] = [await apis[0]!.register('ada'), await apis[1]!.register('bob')];
    const [a, b] = [await Wire.ready(apis[0]!, ada), await Wire.ready(apis[1]!, bob)];
    const { conversation } = await a.post(bob, 'It works again.');
    await b.next('entry', ({ body }) => body === 'It works again.');
    expect((await apis[1]!.entries(bob, conversation)).entries).toHaveLength(1);
    await Promise.all([a.close(), b.close()]);
  });
});

const suite = (): Promise<{ state: string; pid?: number }[]> => Promise.all(chosenServices().map((service) => status(service)));
const pidsOfSuite = async (): Promise<(number | undefined)[]> => (await suite()).map(({ pid }) => pid);
const statesOfSuite = async (): Promise<string[]> => (await suite()).map(({ state }) => state);

describe('who connects while redis is away', () => {
  it('talks and hears at once, and is ready when it is back', async () => {
    const [first, second] = gatewayUrls().map((url) => new Api(url));
    const [ada, bob] = [await first!.register('ada'), await second!.register('bob')];
    let wires: Wire[];
    await crash('redis');
    try {
      wires = [Wire.to(await socketUrl(first!, ada)), Wire.to(await socketUrl(second!, bob))];
      await Promise.all(wires.map((wire) => wire.next('welcome')));
      await wires[0]!.post(bob, 'Hello without a session store');
      await wires[1]!.next('entry', ({ body }) => body === 'Hello without a session store');
      expect(wires.flatMap((wire) => wire.all('ready'))).toEqual([]);
    } finally {
      await start('redis');
    }
    await Promise.all(wires.map((wire) => wire.next('ready')));
    await wires[1]!.post(ada, 'And with one');
    await wires[0]!.next('entry', ({ body }) => body === 'And with one');
    await Promise.all(wires.map((wire) => wire.close()));
  });
});
