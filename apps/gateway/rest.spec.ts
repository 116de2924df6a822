import { connect } from 'node:net';
import { KeysController } from '../../libs/identity/testing.js';
import { Metrics, type RunningService } from '#runtime';
import { EchoController, RestClient, refused, startGateway } from './testing.js';

let service: RunningService;
let token: string;
let client: RestClient;

beforeAll(async () => {
  service = await startGateway({ ALLOWED_ORIGINS: 'https://chat.example.org' });
  token = await service.app.get(KeysController).sign();
  client = new RestClient(service, token);
});

afterAll(() => service.stop());

describe('a REST call', () => {
  it('becomes an RPC with the identity of the token, and its answer has its defaults and nothing else', async () => {
    const { status, json, headers } = await client.call('/relay-service/behind?limit=5');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(json).toEqual({
      conversations: [{ conversation: 'user-1/device-1/127.0.0.1', head: 2 ** 53 - 1, received: 0 }],
      nextPageToken: '',
    });
    expect(service.app.get(EchoController).calls.at(-1)).toEqual({ limit: 5 });
  });

  it('takes fields from its path, decoded', async () => {
    expect((await client.post('/message-service/conversations/a%2Fb%C3%A4/cursors', {})).json).toMatchObject({ conversation: 'a/bä' });
  });

  it('leaves absent optional fields out of its answer', async () => {
    expect((await client.call('/last-seen-service/users/u2')).json).toEqual({ user: 'u2', online: true });
  });

  it('takes fields from its path and its body together, with defaults for what is absent', async () => {
    expect((await client.post('/message-service/conversations/c1/cursors', { read: 7 })).json).toEqual({
      conversation: 'c1',
      user: 'u',
      received: 0,
      read: 7,
    });
    expect(refused(await client.post('/message-service/conversations/c1/cursors', { conversation: 'c2' }))).toEqual([
      400,
      'invalid',
      'conversation',
    ]);
  });

  const wrongQueries: [string, string | undefined][] = [
    ['limit=5x', 'limit'],
    ['limit=', 'limit'],
    ['limit=1e2', 'limit'],
    ['limit=0', 'limit'],
    ['limit=5&limit=6', 'limit'],
    ['unknown=1', 'unknown'],
    ['constructor=1', 'constructor'],
    ['__proto__=1', '__proto__'],
    ['pageToken=%FF', undefined],
    ['pageToken=%00', 'pageToken'],
    [`pageToken=${'x'.repeat(257)}`, 'pageToken'],
  ];
  it.each(wrongQueries)('with the query %s is refused, and %s is blamed', async (query, field) => {
    expect(refused(await client.call(`/relay-service/behind?${query}`))).toEqual([400, 'invalid', field]);
  });

  const good = { id: 'm1', to: { user: 'u2' }, body: 'hi' };
  const wrongBodies: [string, unknown, string | undefined][] = [
    ['without a required field', { ...good, body: undefined }, 'body'],
    ['without a required object', { ...good, to: undefined }, 'to'],
    ['of a wrong type', { ...good, body: 7 }, 'body'],
    ['with an object for a string', { ...good, id: { a: 1 } }, 'id'],
    ['with a wrong type deep inside', { ...good, to: { user: 7 } }, 'to.user'],
    ['with null', { ...good, to: null }, 'to'],
    ['with an unknown field', { ...good, admin: true }, 'admin'],
    ['with an unknown field deep inside', { ...good, to: { user: 'u', role: 'x' } }, 'to.role'],
    ['with an own __proto__', '{"id":"m1","to":{"user":"u2"},"body":"hi","__proto__":{"a":1}}', '__proto__'],
    ['that breaks a pattern', { ...good, id: 'a b' }, 'id'],
    ['that is too long in bytes, not in letters', { ...good, body: 'ä'.repeat(8_193) }, 'body'],
    ['with a lone surrogate', '{"id":"m1","to":{"user":"u2"},"body":"\\ud800"}', 'body'],
    ['with NUL', { ...good, body: 'a\0b' }, 'body'],
    ['with a fraction for an integer', { ...good, replyTo: 1.5 }, 'replyTo'],
    ['with an integer beyond 2^53', '{"id":"m1","to":{"user":"u2"},"body":"x","replyTo":9007199254740993}', 'replyTo'],
    ['that is an array', [good], undefined],
    ['that is a number', '7', undefined],
    ['that is not JSON', '{"password": "secret"', undefined],
    ['that is not UTF-8', Buffer.from('{"id":"m1","to":{"user":"u2"},"body":"\xff"}', 'latin1'), undefined],
  ];
  it.each(wrongBodies)('with a body %s is refused', async (_what, body, field) => {
    const before = service.app.get(EchoController).calls.length;
    const answer = await client.post('/message-service/messages', body);
    expect(refused(answer)).toEqual([400, 'invalid', field]);
    expect(answer.json.detail).not.toContain('secret');
    expect(service.app.get(EchoController).calls).toHaveLength(before);
  });

  it('with a good body passes, up to the greatest length in bytes', async () => {
    expect((await client.post('/message-service/messages', { ...good, body: 'ä'.repeat(8_192) })).json).toEqual({
      id: 'm1',
      conversation: 'u2',
      seq: 1,
      at: 2,
    });
  });

  it('must say that its body is JSON', async () => {
    const answer = await client.post('/message-service/messages', good, { headers: { 'content-type': 'text/plain' } });
    expect(refused(answer)).toEqual([400, 'invalid', undefined]);
  });

  it.each([70_000, 2_000_000])('with a body of %d bytes is too large', async (size) => {
    expect(refused(await client.post('/message-service/messages', { ...good, body: 'x'.repeat(size) }))).toEqual([
      413,
      'too_large',
      undefined,
    ]);
  });

  it('of an unknown path, a wrong verb or an internal service is not found', async () => {
    const unknown = [
      '/relay-service/nothing',
      '/nothing-service/x',
      '/user-service/users/',
      '/parley.relay.internal.v1.RelayInternalService/Advance',
    ];
    for (const path of unknown) expect(refused(await client.call(path))).toEqual([404, 'not_found', undefined]);
    expect(refused(await client.post('/relay-service/behind', {}))).toEqual([404, 'not_found', undefined]);
  });

  it('tells the delay of a busy service, and nothing of the text of a crash', async () => {
    const busy = await client.call('/relay-service/behind?pageToken=busy');
    expect(refused(busy)).toEqual([503, 'overloaded', undefined]);
    expect([busy.json.retryAfterMs, busy.headers.get('retry-after')]).toEqual([1_200, '2']);
    const crash = await client.call('/relay-service/behind?pageToken=crash');
    expect(refused(crash)).toEqual([500, 'internal', undefined]);
    expect(JSON.stringify(crash.json)).not.toContain('password');
  });

  it('is counted by its RPC and status', async () => {
    await client.call('/relay-service/behind');
    const text = await service.app.get(Metrics).registry.metrics();
    expect(text).toMatch(/parley_rest_seconds_count\{rpc="\/parley\.relay\.v1\.RelayService\/ListBehind",status="200"\} [1-9]/);
  });

  it('of a service that is not there is unavailable', async () => {
    expect(refused(await client.call('/user-service/me'))).toEqual([503, 'unavailable', undefined]);
  });
});

describe('the identity of a REST call', () => {
  it('is asked for where the contract says so', async () => {
    const answer = await client.call('/relay-service/behind', { token: undefined });
    expect(refused(answer)).toEqual([401, 'unauthenticated', undefined]);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="parley"');
  });

  it('is refused if forged or expired', async () => {
    const expired = await service.app.get(KeysController).sign({ exp: 1 });
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1] ?? ''}.`;
    for (const bad of ['x', expired, none, `${token.slice(0, -3)}AAA`]) {
      expect(refused(await client.call('/relay-service/behind', { token: bad }))).toEqual([401, 'unauthenticated', undefined]);
    }
  });

  it('cannot be claimed by the headers that services use', async () => {
    const headers = { 'x-parley-user': 'user-2', 'x-parley-service': 'gateway' };
    expect(refused(await client.call('/relay-service/behind', { token: undefined, headers }))).toEqual([401, 'unauthenticated', undefined]);
    const { json } = await client.call('/relay-service/behind', {
      headers: { ...headers, 'x-parley-address': '1.2.3.4', 'x-forwarded-for': '1.2.3.4' },
    });
    expect(JSON.stringify(json)).toContain('user-1/device-1/127.0.0.1');
  });

  it('is no hindrance where none is needed: an expired token can still be refreshed', async () => {
    const { status } = await client.post('/user-service/refresh', { refreshToken: 'r1' }, { token: 'expired' });
    expect(status).toBe(200);
  });
});

describe('a flood', () => {
  it('is answered with the delay after which it may go on', async () => {
    const other = await startGateway({ RATE_LIMIT_SCALE: '0.01' });
    const url = `http://127.0.0.1:${String(other.port)}/user-service/users/x`;
    const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await fetch(url)).status));
    expect(statuses).toContain(429);
    const last = await fetch(url);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    await other.stop();
  });
});

describe('what is not for the gateway', () => {
  it('reaches the controllers: health', async () => {
    expect((await client.call('/health/live', { headers: { accept: 'text/html' } })).json).toEqual({ live: true });
    expect((await client.call('/health/ready')).json).toEqual({ ready: true, failing: [] });
  });

  it('reaches the listeners of upgrades', async () => {
    const server = service.app.getHttpServer() as import('node:http').Server;
    const seen = new Promise<string | undefined>((resolve) => {
      server.once('upgrade', (request, socket) => {
        socket.destroy();
        resolve(request.url);
      });
    });
    const socket = connect(service.port ?? 0, '127.0.0.1');
    socket.write('GET /chat-service/ws?ticket=t HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    expect(await seen).toBe('/chat-service/ws?ticket=t');
    socket.destroy();
  });
});
