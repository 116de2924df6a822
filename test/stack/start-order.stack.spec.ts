import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { chosenServices, gatewayUrls, logFile, start, status, stop, type Engine, type Service } from '../../deploy/native/testing.mjs';
import { Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { Wire } from '../support/wire.js';

/** All services at once have two cores, which may have other things to do. */
const PATIENCE_MS = 180_000;
/** After five seconds it would end in any case. */
const AT_ONCE_MS = 4_500;
const ENGINES: Engine[] = ['postgres', 'redis', 'zookeeper', 'kafka', 'cassandra'];
/** What each service asks for at its start, by the name in its log. */
const NEEDS: [Service, string][] = [
  ['user-1', 'Postgres'],
  ['session-1', 'Redis'],
  ['message-1', 'Kafka'],
  ['message-1', 'Cassandra'],
  ['discovery-1', 'ZooKeeper'],
];

describe('services that are started before their engines', () => {
  const services = chosenServices();
  const before = new Map<Service, string>();
  let starting: Promise<unknown>;

  beforeAll(async () => {
    await Promise.all(services.map((service) => stop(service)));
    for (const engine of ENGINES.toReversed()) await stop(engine);
    for (const service of services) before.set(service, await log(service));
    // They are ready after their engines; the one that is stopped meanwhile never is.
    starting = Promise.allSettled(services.map((service) => start(service)));
    await eventually(states, (all) => all.every((state) => state.startsWith('waits for')), PATIENCE_MS);
  });
  afterAll(async () => {
    for (const engine of ENGINES) await start(engine);
    await starting;
  });

  const log = (service: Service): Promise<string> => readFile(logFile(service), 'utf8');
  const states = async (): Promise<string[]> => (await Promise.all(services.map((service) => status(service)))).map(({ state }) => state);
  const linesAbout = async (service: Service, engine: string): Promise<string[]> => {
    const lines = (await log(service)).slice(before.get(service)!.length).split('\n');
    return lines.filter((line) => line.includes(`Waiting for ${engine}`));
  };

  it('are not ready, and say what they wait for', async () => {
    await sleep(3_000);
    // One that is slow to say so counts as not answering for a moment.
    await eventually(states, (all) => all.every((state) => state.startsWith('waits for')));
  });

  it('end at once when they are told to', async () => {
    const began = Date.now();
    expect(await stop('relay-2')).toBe(true);
    expect(Date.now() - began).toBeLessThan(AT_ONCE_MS);
  });

  it('go on when their engines come, in whatever order', async () => {
    for (const engine of ENGINES.toReversed()) await start(engine);
    await start('relay-2');
    await starting;
    await eventually(states, (all) => all.every((state) => state === 'running'), PATIENCE_MS);
    const apis = gatewayUrls().map((url) => new Api(url));
    const [ada, bob] = [await apis[0]!.register('ada'), await apis[1]!.register('bob')];
    const [a, b] = [await Wire.ready(apis[0]!, ada), await Wire.ready(apis[1]!, bob)];
    await a.post(bob, 'Good morning.');
    await b.next('entry', ({ body }) => body === 'Good morning.');
    await Promise.all([a.close(), b.close()]);
  });

  it('have said so in one line for each engine', async () => {
    for (const [service, engine] of NEEDS)
      expect([service, engine, await linesAbout(service, engine)]).toEqual([service, engine, [expect.any(String)]]);
  });
});
