import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import net from 'node:net';
import { SignJWT } from 'jose';
import { WebSocket, WebSocketServer } from 'ws';
import { Registry, RegistryModule } from '#registry';
import { Drain, Metrics, type RunningService } from '#runtime';
import { eventually } from '../../test/support/eventually.js';
import { startGateway } from './testing.js';
import { TunnelModule } from './tunnel.module.js';

/** What a chat node is to the gateway: an HTTP server whose sockets answer what they hear. */
class EchoNode {
  readonly heads: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
  readonly sockets = new WebSocketServer({ noServer: true });

  private constructor(readonly server: Server) {
    server.on('upgrade', (request, socket, head) => {
      this.heads.push({ url: request.url, headers: request.headers });
      this.sockets.handleUpgrade(request, socket, head, (client) => {
        client.on('message', (data: Buffer) => client.send(data.toString()));
      });
    });
  }

  static async start(): Promise<EchoNode> {
    const server = createServer();
    await listen(server);
    return new EchoNode(server);
  }

  get address(): string {
    return addressOf(this.server);
  }

  stop(): void {
    for (const client of this.sockets.clients) client.terminate();
    this.server.close();
  }
}

describe('a gateway before chat nodes', () => {
  let gateway: RunningService;
  const nodes = new Map<string, EchoNode>();
  const begin = async (env: Record<string, string> = {}) => {
    gateway = await startGateway(env, [RegistryModule, TunnelModule]);
    for (const name of ['one', 'two']) {
      const node = await EchoNode.start();
      nodes.set(name, node);
      await register(name, node.address);
    }
  };
  const register = async (id: string, http: string) => {
    const data = { url: '', grpc: '', http, zone: '', version: '1', startedAt: 1, load: 0 };
    await gateway.app.get(Registry).register({ kind: 'chat', id, data });
    await new Promise((resolve) => setImmediate(resolve));
  };
  const connect = (search: string, headers: Record<string, string> = {}) =>
    new WebSocket(`ws://127.0.0.1:${String(gateway.port)}/chat-service/ws${search}`, 'parley.v1.json', { headers });
  const tunnels = async () => /^parley_gateway_tunnels (\d+)$/m.exec(await gateway.app.get(Metrics).registry.metrics())?.[1];
  afterEach(async () => {
    for (const node of nodes.values()) node.stop();
    await gateway.stop();
  });

  it('leads a socket to the node that its ticket names, with the head as it came', async () => {
    await begin();
    const search = `?ticket=${await ticketFor('two')}&since=a%2Fb`;
    const socket = connect(search, { Origin: 'http://page.example', 'X-Strange': 'Straße', Host: 'chat.example' });
    expect(await echo(socket, 'hello')).toBe('hello');
    expect(nodes.get('one')?.heads).toEqual([]);
    const [head] = nodes.get('two')?.heads ?? [];
    expect(head?.url).toBe(`/chat-service/ws${search}`);
    expect(head?.headers).toMatchObject({ origin: 'http://page.example', host: 'chat.example', 'x-strange': 'Straße' });
    expect(head?.headers).toMatchObject({ 'sec-websocket-protocol': 'parley.v1.json', 'x-forwarded-host': 'chat.example' });
    socket.terminate();
  });

  it('leads one without a ticket to any node', async () => {
    await begin();
    const sockets = Array.from({ length: 40 }, () => connect('', { Authorization: 'Bearer abc' }));
    for (const socket of sockets) await echo(socket, 'here');
    const counts = [...nodes.values()].map(({ heads }) => heads.length);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(nodes.get('one')?.heads[0]?.headers.authorization).toBe('Bearer abc');
    for (const socket of sockets) socket.terminate();
  });

  it.each([
    ['0', '127.0.0.1', 'http'],
    ['1', '10.0.0.9, 127.0.0.1', 'https'],
  ])('believes %s proxies what they say of the client', async (trusted, addresses, scheme) => {
    await begin({ TRUSTED_PROXIES: trusted });
    const socket = connect('', { 'X-Forwarded-For': '10.0.0.9', 'X-Forwarded-Proto': 'https' });
    await echo(socket, 'hello');
    const heads = [...nodes.values()].flatMap((node) => node.heads);
    expect(heads[0]?.headers).toMatchObject({ 'x-forwarded-for': addresses, 'x-forwarded-proto': scheme });
    socket.terminate();
  });

  it('passes on the close of the node to the client, and the end of the client to the node', async () => {
    await begin();
    const [first, second] = [connect('?ticket=' + (await ticketFor('one'))), connect('?ticket=' + (await ticketFor('two')))];
    await Promise.all([echo(first, 'a'), echo(second, 'b')]);
    expect(await tunnels()).toBe('2');
    const told = closed(first);
    for (const client of nodes.get('one')?.sockets.clients ?? []) client.close(4408, 'slow');
    expect(await told).toBe(4408);
    const [inner] = nodes.get('two')?.sockets.clients ?? [];
    const ended = new Promise((resolve) => inner?.once('close', resolve));
    // A reset, behind which no end of the stream comes.
    raw(second).resetAndDestroy();
    await ended;
    await eventually(tunnels, (count) => count === '0');
  });

  it('takes from the node no more than the client reads', async () => {
    await begin();
    const socket = connect(`?ticket=${await ticketFor('one')}`);
    await echo(socket, 'hello');
    socket.pause();
    const [inner] = nodes.get('one')?.sockets.clients ?? [];
    const chunk = Buffer.alloc(1024 * 1024);
    for (let n = 0; n < 64; n++) inner?.send(chunk);
    await new Promise((resolve) => setTimeout(resolve, 300));
    // The rest is in the buffers of the sockets between.
    expect(inner?.bufferedAmount).toBeGreaterThan(32 * chunk.length);
    let read = 0;
    socket.on('message', (data: Buffer) => (read += data.length));
    socket.resume();
    await eventually(
      () => read,
      (bytes) => bytes === 64 * chunk.length,
    );
    socket.terminate();
  });

  it.each([
    ['of a node that nobody knows', 'gone', 'unavailable', 1013],
    ['of a node that refuses the connection', 'dead', 'unavailable', 1013],
    ['of a node that says nothing of its address', 'homeless', 'unavailable', 1013],
    ['that is none', undefined, 'unauthenticated', 4401],
  ])('tells whoever comes with a ticket %s why not, and closes', async (_, node, code, close) => {
    await begin();
    await register('dead', await unusedAddress());
    await register('homeless', '');
    const socket = connect(`?ticket=${node === undefined ? 'nonsense' : await ticketFor(node)}`);
    const [frame, closedWith] = await Promise.all([firstFrame(socket), closed(socket)]);
    expect(frame).toMatchObject({ type: 'error', code });
    expect(closedWith).toBe(close);
  });

  it('tells whoever comes too often to wait', async () => {
    await begin({ RATE_LIMIT_SCALE: '0.001' });
    await echo(connect(''), 'first');
    const socket = connect('');
    const [frame, closedWith] = await Promise.all([firstFrame(socket), closed(socket)]);
    expect(frame).toMatchObject({ type: 'error', code: 'rate_limited', retryAfterMs: expect.any(Number) });
    expect(closedWith).toBe(4429);
  });

  it('gives up on a node that accepts the connection and says nothing', async () => {
    await begin();
    const silent = net.createServer();
    await listen(silent);
    await register('silent', addressOf(silent));
    const frame = await firstFrame(connect(`?ticket=${await ticketFor('silent')}`));
    expect(frame).toMatchObject({ type: 'error', code: 'unavailable' });
    silent.close();
  });

  it('lives on after requests that nobody understands', async () => {
    await begin();
    for (const target of ['//', '/?', '/chat-service/ws/../x', '*', '/chat-service/ws?ticket=%']) {
      await say(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    }
    const socket = connect('');
    expect(await echo(socket, 'still')).toBe('still');
    socket.terminate();
  });

  it('ends its tunnels and opens no more when it is about to stop', async () => {
    await begin();
    const socket = connect('');
    await echo(socket, 'hello');
    const told = closed(socket);
    await gateway.app.get(Drain).run();
    expect(await told).toBe(1006);
    expect(await firstFrame(connect(''))).toMatchObject({ type: 'error', code: 'unavailable' });
  });

  function say(text: string): Promise<void> {
    const socket = net.connect(Number(gateway.port), '127.0.0.1', () => socket.write(text));
    socket.resume().setTimeout(1_000, () => socket.destroy());
    return new Promise((resolve) => socket.once('close', () => resolve()));
  }
});

function ticketFor(node: string): Promise<string> {
  return new SignJWT({ node }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode('of no interest to the gateway'));
}

function listen(server: net.Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function addressOf(server: net.Server): string {
  return `127.0.0.1:${String((server.address() as net.AddressInfo).port)}`;
}

async function unusedAddress(): Promise<string> {
  const server = net.createServer();
  await listen(server);
  const address = addressOf(server);
  await new Promise((resolve) => server.close(resolve));
  return address;
}

async function echo(socket: WebSocket, text: string): Promise<string> {
  if (socket.readyState !== WebSocket.OPEN) await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const answer = new Promise<string>((resolve) => socket.once('message', (data: Buffer) => resolve(data.toString())));
  socket.send(text);
  return answer;
}

function firstFrame(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve, reject) => {
    socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString())));
    socket.once('error', reject);
  });
}

/** The TCP socket below. */
function raw(socket: WebSocket): net.Socket {
  return (socket as unknown as { _socket: net.Socket })._socket;
}

function closed(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.once('close', resolve));
}
