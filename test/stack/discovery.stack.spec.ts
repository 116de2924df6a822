import { setTimeout as sleep } from 'node:timers/promises';
import zookeeper from 'node-zookeeper-client';
import { addressesOf, addressOf, crash, gatewayUrls, start, status } from '../../deploy/native/testing.mjs';
import { type Account, Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { Wire } from '../support/wire.js';

const NODES = '/parley/chat/nodes';
/** Two seconds are promised; the rest is for a machine that does everything at once. */
const NOTICED_MS = 4_000;

interface Znode {
  name: string;
  data: { url: string; grpc: string; load: number; startedAt: number };
  /** The session with which it goes. */
  owner: string;
}

/** ZooKeeper through its own client, with nothing of ours in between. */
class Looker {
  private constructor(private readonly client: zookeeper.Client) {}

  static async connect(): Promise<Looker> {
    const client = zookeeper.createClient(addressOf('ZOOKEEPER'));
    const connected = new Promise<void>((resolve) => client.once('connected', resolve));
    client.connect();
    await connected;
    return new Looker(client);
  }

  async nodes(): Promise<Znode[]> {
    const names = await new Promise<string[]>((resolve, reject) =>
      this.client.getChildren(NODES, (error, children) => (error ? reject(new Error(error.toString())) : resolve(children))),
    );
    return Promise.all(names.map((name) => this.node(name)));
  }

  close(): void {
    this.client.close();
  }

  private node(name: string): Promise<Znode> {
    return new Promise((resolve, reject) =>
      this.client.getData(`${NODES}/${name}`, (error, data, stat) => {
        if (error) reject(new Error(error.toString()));
        else resolve({ name, data: JSON.parse(data.toString()) as Znode['data'], owner: stat.ephemeralOwner.toString('hex') });
      }),
    );
  }
}

describe('chat nodes in ZooKeeper', () => {
  let looker: Looker;
  let apis: Api[];
  let ada: Account;
  beforeAll(async () => {
    looker = await Looker.connect();
    apis = gatewayUrls().map((url) => new Api(url));
    ada = await apis[0]!.register('ada');
  });
  afterAll(async () => {
    for (const node of ['chat-1', 'chat-2'] as const) if ((await status(node)).state === 'stopped') await start(node);
    looker.close();
  });

  const urls = async (): Promise<string[]> => (await looker.nodes()).map(({ data }) => data.url).sort();
  const loads = async (): Promise<number[]> => (await looker.nodes()).map(({ data }) => data.load);
  const url = (node: 'chat-1' | 'chat-2'): string => addressesOf(node).url!;

  /** Which nodes discovery offers, of many asked for at once. */
  async function offered(): Promise<Set<string>> {
    const ask = (api: Api): Promise<{ url: string }> => api.post(ada, '/discovery-service/chat-node', {});
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(apis[n % apis.length]!)));
    return new Set(answers.map((answer) => new URL(answer.url.replace(/^ws/, 'http')).origin));
  }

  it('each has a znode of its own, which goes with its session and tells where it is', async () => {
    // Those that other specs have started go with their sessions.
    const nodes = await eventually(
      () => looker.nodes(),
      ({ length }) => length === 2,
    );
    expect(nodes.map(({ data }) => data.url).sort()).toEqual([url('chat-1'), url('chat-2')]);
    expect(nodes.map(({ data }) => data.grpc).sort()).toEqual([addressesOf('chat-1').grpc, addressesOf('chat-2').grpc]);
    expect(new Set(nodes.map(({ owner }) => owner)).size).toBe(2);
    expect(nodes.map(({ owner }) => owner)).not.toContain('0000000000000000');
  });

  it('clients are spread over both, and the load follows', async () => {
    // Those of other specs may have been at one node, which counts as loaded until it reports again.
    await eventually(loads, (each) => each.every((load) => load === 0));
    const wires = [];
    for (let n = 0; n < 40; n++) wires.push(await Wire.ready(apis[n % 2]!, ada));
    const reported = await eventually(loads, (each) => each.reduce((sum, load) => sum + load, 0) >= 40);
    for (const load of reported) expect(load).toBeGreaterThanOrEqual(10);
    await Promise.all(wires.map((wire) => wire.close()));
    await eventually(loads, (each) => each.reduce((sum, load) => sum + load, 0) < 40);
  });

  it('one that is killed is offered no more, and one that comes is offered soon', async () => {
    const killed = Date.now();
    await crash('chat-2');
    let gone = 0;
    // Chance and load decide what is offered: gone is what has not been for a while.
    for (let asked = 0; asked < gone + NOTICED_MS; asked = Date.now() - killed) if ((await offered()).has(url('chat-2'))) gone = asked;
    expect(await urls()).toEqual([url('chat-1')]);
    await start('chat-2');
    const ready = Date.now();
    await eventually(offered, (nodes) => nodes.has(url('chat-2')));
    const back = Date.now() - ready;
    process.stdout.write(`A killed chat node was offered for ${String(gone)} ms, a new one after ${String(back)} ms\n`);
    expect(gone).toBeLessThan(NOTICED_MS);
    expect(back).toBeLessThan(NOTICED_MS);
  });

  it('a node that is killed is replaced by a new one, not by itself', async () => {
    const before = (await looker.nodes()).map(({ name }) => name);
    await crash('chat-1');
    await start('chat-1');
    await eventually(urls, (each) => each.length === 2);
    await sleep(2_000);
    const after = await looker.nodes();
    expect(after).toHaveLength(2);
    expect(after.filter(({ name }) => before.includes(name))).toHaveLength(1);
  });
});
