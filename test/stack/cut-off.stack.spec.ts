import { setTimeout as sleep } from 'node:timers/promises';
import { addressesOf, gatewayUrls, start, stop, type Service } from '../../deploy/native/testing.mjs';
import { type Account, Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { Testimony } from '../support/testimony.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { socketUrl, Wire } from '../support/wire.js';

const NODE = 'chat-3';
/** An address of this machine under which only the proxy listens. */
const ELSEWHERE = '127.0.0.2';
/** Longer than a session with ZooKeeper, and than a node that is not listed is waited for. */
const CUT_OFF_MS = 8_000;

/** The network between one chat node and the others fails, while the node itself and the sockets on it live. */
describe('a chat node that cannot be reached for a while', () => {
  const [first, second] = gatewayUrls().map((url) => new Api(url)) as [Api, Api];
  let proxies: TcpProxy[];

  beforeAll(async () => {
    const [, port] = addressesOf(NODE).grpc.split(':');
    const calls = await TcpProxy.to(addressesOf(NODE).grpc, { host: ELSEWHERE, port: Number(port) });
    const registry = await TcpProxy.to(process.env['ZOOKEEPER']!);
    proxies = [calls, registry];
    // The node is reached by these two alone; what this file sets, no other one sees.
    Object.assign(process.env, { ADVERTISED_HOST: ELSEWHERE, STACK_ZOOKEEPER_PORT: registry.address.split(':')[1] });
    await start(NODE);
  });
  afterAll(async () => {
    await stop(NODE);
    for (const proxy of proxies) proxy.close();
  });

  it('tells its sockets afterwards that they have missed something', async () => {
    const [ada, bob] = [await first.register('ada'), await second.register('bob')];
    const group = await first.groups.create(ada, { members: [bob] });
    const [a, b] = [await connect(ada, 'chat-1'), await connect(bob, NODE)];
    const sayBoth = async (body: string) => [await a.post(bob, body), await a.postTo(group, body)];
    await sayBoth('before');
    await eventually(
      () => bodiesOf(b),
      (bodies) => bodies.length === 2,
    );
    for (const proxy of proxies) proxy.silence();
    const until = Date.now() + CUT_OFF_MS;
    while (Date.now() < until) {
      await sayBoth('meanwhile');
      await sleep(500);
    }
    for (const proxy of proxies) proxy.speak();
    await eventually(() => !b.isOpen);
    expect(await b.closed).toMatchObject({ code: 1012 });
    const back = await connect(bob, NODE, b.since);
    const said = await sayBoth('after');
    const told = (): Testimony => new Testimony({ account: bob, sockets: [b, back] });
    await eventually(() => said.every(({ conversation, seq }) => told().told.get(conversation)?.seq === seq));
    expect(told().faults).toEqual([]);
    await Promise.all([a.close(), back.close()]);
  });

  const bodiesOf = (wire: Wire): string[] => wire.all('entry').flatMap(({ kind, body }) => (kind === 'message' ? body : []));

  /** Discovery offers all nodes, sooner or later. */
  async function connect(account: Account, node: Service, since?: string): Promise<Wire> {
    const { host } = new URL(addressesOf(node).url!);
    const url = await eventually(
      () => socketUrl(first, account, since),
      (candidate) => new URL(candidate).host === host,
    );
    const wire = Wire.to(url);
    await wire.next('ready');
    return wire;
  }
});
