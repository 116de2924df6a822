import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { eventually } from '../../test/support/eventually.js';
import { describeCache } from './cache.contract.js';
import { RedisCache } from './cache.redis.js';
import { describePubSub } from './pub-sub.contract.js';
import { RedisPubSub } from './pub-sub.redis.js';
import { freePort, startServer, stopServer } from './testing.redis.js';

const SLOTS = 16_384;

describe('a Redis cluster of two', () => {
  let folder: string;
  let servers: ChildProcess[];
  let url: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'parley-redis-'));
    const ports = await Promise.all([freePort(), freePort()]);
    servers = await Promise.all(ports.map(async (port) => startNode(folder, port, await freePort())));
    await join(ports);
    url = ports.map((port) => `redis://127.0.0.1:${String(port)}`).join(',');
  });
  afterAll(async () => {
    await Promise.all(servers.map(stopServer));
    await rm(folder, { recursive: true, force: true });
  });

  const options = () => ({ url, cluster: true, prefix: `test-${randomUUID()}:` });

  describeCache('RedisCache', async () => {
    const cache = await RedisCache.open(options());
    return { cache, pass: (ms) => sleep(ms), close: async () => cache.close() };
  });

  describePubSub('RedisPubSub', async () => {
    const pubSub = await RedisPubSub.open(options());
    return { pubSub, settle: () => sleep(100), close: async () => pubSub.close() };
  });

  it('spreads keys and channels over its nodes', async () => {
    const { prefix, ...rest } = options();
    const [cache, pubSub] = await Promise.all([RedisCache.open({ ...rest, prefix }), RedisPubSub.open({ ...rest, prefix })]);
    const heard: string[] = [];
    const names = Array.from({ length: 40 }, (_, n) => `n${String(n)}`);
    await Promise.all(names.map((name) => pubSub.subscribe(name, (payload) => heard.push(payload))));
    await cache.putMembers(
      names.map((key) => ({ key, member: 'm', value: 'v' })),
      10_000,
    );
    await Promise.all(names.map((name) => pubSub.publish(name, name)));
    await eventually(() => heard.length === names.length);
    expect(heard.sort()).toEqual(names.sort());
    for (const nodeUrl of url.split(',')) {
      const node = new Redis(nodeUrl);
      expect((await node.keys(`${prefix}*`)).length).toBeGreaterThan(0);
      expect(await node.pubsub('SHARDCHANNELS', `${prefix}*`)).not.toEqual([]);
      node.disconnect();
    }
    cache.close();
    pubSub.close();
  });
});

function startNode(folder: string, port: number, busPort: number): Promise<ChildProcess> {
  const settings = { 'cluster-port': busPort, 'cluster-enabled': 'yes', 'cluster-config-file': `nodes-${String(port)}.conf` };
  return startServer({ ...settings, port, dir: folder });
}

async function join(ports: readonly number[]): Promise<void> {
  const nodes = ports.map((port) =>
    new Redis(port, '127.0.0.1', { enableReadyCheck: false, retryStrategy: () => 50 }).on('error', () => undefined),
  );
  const share = SLOTS / nodes.length;
  for (const [n, node] of nodes.entries()) await node.cluster('ADDSLOTSRANGE', n * share, (n + 1) * share - 1);
  const [first, second] = nodes as [Redis, Redis];
  const busPort = /@(\d+)/.exec(String(await second.cluster('NODES')))?.[1] ?? '';
  await first.call('CLUSTER', 'MEET', '127.0.0.1', String(ports[1]), busPort);
  for (const node of nodes) {
    await eventually(async () => (await node.cluster('INFO')).includes('cluster_state:ok') && (await known(node)) === nodes.length);
    node.disconnect();
  }
}

async function known(node: Redis): Promise<number> {
  return Number(/cluster_size:(\d+)/.exec(await node.cluster('INFO'))?.[1]);
}
