import { mkdtempSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Config, startService, WaitInterrupted, type Readiness } from '#runtime';
import { eventually } from '../../test/support/eventually.js';
import { StandaloneModule } from './standalone.module.js';

const ENGINES = { EVENT_LOG: 'kafka', HISTORY: 'cassandra', CACHE: 'redis', REGISTRY: 'zookeeper' };

describe('a process on engines that are all away', () => {
  it('says which ones it waits for, and ends at once when it is told to', async () => {
    const [engine, metricsPort] = [await freePort(), await freePort()];
    const address = `127.0.0.1:${String(engine)}`;
    const config = new Config({
      ...ENGINES,
      KAFKA_BROKERS: address,
      CASSANDRA_CONTACT_POINTS: address,
      REDIS_URL: `redis://${address}`,
      ZOOKEEPER: address,
      POSTGRES_URL: `postgres://parley@${address}/parley`,
      PORT: '0',
      METRICS_PORT: String(metricsPort),
      DATA_DIR: mkdtempSync(path.join(tmpdir(), 'parley-')),
      LOG_LEVEL: 'silent',
    });
    let stop: () => void = () => undefined;
    const options = { name: 'standalone', modules: () => [StandaloneModule.forRoot(config)], http: true };
    const starting = startService(options, config, new Promise((resolve) => (stop = resolve)));
    const ended = expect(starting).rejects.toThrow(WaitInterrupted);

    const waited = ['Cassandra', 'Kafka', 'Postgres', 'Redis', 'ZooKeeper'].map((name) => `${name} (${address})`);
    await eventually(
      () => waitedFor(metricsPort),
      (names) => names.join() === waited.join(),
    );
    stop();
    await ended;
    expect(await waitedFor(metricsPort)).toEqual(['nothing answers']);
  });
});

async function waitedFor(metricsPort: number): Promise<string[]> {
  try {
    const response = await fetch(`http://127.0.0.1:${String(metricsPort)}/health/ready`);
    const { failing } = (await response.json()) as Readiness;
    return failing.filter((name) => name.includes('(')).sort();
  } catch {
    return ['nothing answers'];
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
