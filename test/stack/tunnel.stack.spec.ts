import { addressesOf, gatewayUrls, start, stop } from '../../deploy/native/testing.mjs';
import { type Account, Api } from '../support/api.js';
import { Wire } from '../support/wire.js';

/** Sockets that come in by a gateway, as all do where chat nodes have no URL of their own. */
describe('a socket through a gateway', () => {
  const [first, second] = gatewayUrls().map((url) => new Api(url)) as [Api, Api];
  const socketsOf = ({ baseUrl }: Api): string => `${baseUrl.replace('http:', 'ws:')}/chat-service/ws`;
  let ada: Account;
  let bob: Account;
  beforeAll(async () => {
    [ada, bob] = (await first.registerAll('ada', 'bob')) as [Account, Account];
  });

  const connect = async (api: Api, { accessToken }: Account): Promise<Wire> => {
    const wire = Wire.to(socketsOf(api), { headers: { authorization: `Bearer ${accessToken}` } });
    await wire.next('ready');
    return wire;
  };

  it('is one like any other', async () => {
    const [a, b] = await Promise.all([connect(first, ada), connect(second, bob)]);
    const { conversation, seq } = await a.post(bob, 'through two gateways');
    expect(await b.next('entry')).toMatchObject({ conversation, seq, body: 'through two gateways' });
    await Promise.all([a.close(), b.close()]);
  });

  it('comes to the node for which its ticket is good', async () => {
    for (let n = 0; n < 6; n++) {
      const { body } = await first.call<{ node: string; url: string }>('POST', '/discovery-service/chat-node', {
        token: ada.accessToken,
        body: {},
      });
      const wire = Wire.to(`${socketsOf(second)}${new URL(body.url).search}`);
      expect((await wire.next('welcome')).node).toBe(body.node);
      await wire.close();
    }
  });

  it('ends when its gateway stops, and no other does', async () => {
    const [a, b] = await Promise.all([connect(first, ada), connect(second, bob)]);
    const stopped = 'gateway-2';
    expect(addressesOf(stopped).url).toBe(second.baseUrl);
    try {
      await stop(stopped);
      expect(await b.closed).toMatchObject({ code: 1006 });
      const id = crypto.randomUUID();
      a.send({ type: 'send', id, to: { user: bob.id }, body: 'still here' });
      await a.ack(id);
    } finally {
      await start(stopped);
    }
    const back = await connect(second, bob);
    await Promise.all([a.close(), back.close()]);
  });
});
