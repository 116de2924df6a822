import { connect } from 'node:net';
import { KeysController } from '../../libs/identity/testing.js';
import type { RunningService } from '#runtime';
import { EchoController, SignInController, startGateway } from './testing.js';

interface Answer {
  status: number;
  headers: Headers;
  json: Record<string, unknown>;
}

let service: RunningService;
let token: string;

beforeAll(async () => {
  service = await startGateway({ ALLOWED_ORIGINS: 'https://chat.example.org' });
  token = await service.app.get(KeysController).sign();
});

afterAll(() => service.stop());

async function call(path: string, init: RequestInit & { token?: string | undefined } = {}): Promise<Answer> {
  const bearer = 'token' in init ? init.token : token;
  const headers = {
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    ...(init.headers as Record<string, string> | undefined),
  };
  const response = await fetch(`http://127.0.0.1:${String(service.port)}${path}`, { ...init, headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
}

function post(path: string, body: unknown, init: RequestInit & { token?: string | undefined } = {}): Promise<Answer> {
  const text = typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body);
  return call(path, {
    method: 'POST',
    ...init,
    body: text,
    headers: { 'content-type': 'application/json', ...(init.headers as Record<string, string>) },
  });
}

function refused({ status, headers, json }: Answer): unknown[] {
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(json).toMatchObject({
    type: `urn:parley:error:${String(json.code)}`,
    title: expect.any(String),
    status,
    detail: expect.any(String),
  });
  return [status, json.code, json.field];
}

describe('a REST call', () => {
  it('becomes an RPC with the identity of the token, and its answer has its defaults and nothing else', async () => {
    const { status, json, headers } = await call('/relay-service/behind?limit=5');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(json).toEqual({
      conversations: [{ conversation: 'user-1/device-1/127.0.0.1', head: 2 ** 53 - 1, received: 0 }],
      nextPageToken: '',
    });
    expect(service.app.get(EchoController).calls.at(-1)).toEqual({ limit: 5 });
  });

  it('takes fields from its path, decoded', async () => {
    expect((await post('/message-service/conversations/a%2Fb%C3%A4/cursors', {})).json).toMatchObject({ conversation: 'a/bä' });
  });

  it('leaves absent optional fields out of its answer', async () => {
    expect((await call('/last-seen-service/users/u2')).json).toEqual({ user: 'u2', online: true });
  });

  it('takes fields from its path and its body together, with defaults for what is absent', async () => {
    expect((await post('/message-service/conversations/c1/cursors', { read: 7 })).json).toEqual({
      conversation: 'c1',
      user: 'u',
      received: 0,
      read: 7,
    });
    expect(refused(await post('/message-service/conversations/c1/cursors', { conversation: 'c2' }))).toEqual([
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
    expect(refused(await call(`/relay-service/behind?${query}`))).toEqual([400, 'invalid', field]);
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
    ['that is not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), undefined],
  ];
  it.each(wrongBodies)('with a body %s is refused', async (_what, body, field) => {
    const before = service.app.get(EchoController).calls.length;
    const answer = await post('/message-service/messages', body);
    expect(refused(answer)).toEqual([400, 'invalid', field]);
    expect(answer.json.detail).not.toContain('secret');
    expect(service.app.get(EchoController).calls).toHaveLength(before);
  });

  it('with a good body passes, up to the greatest length in bytes', async () => {
    expect((await post('/message-service/messages', { ...good, body: 'ä'.repeat(8_192) })).json).toEqual({
      id: 'm1',
      conversation: 'u2',
      seq: 1,
      at: 2,
    });
  });

  it('must say that its body is JSON', async () => {
    const answer = await post('/message-service/messages', good, { headers: { 'content-type': 'text/plain' } });
    expect(refused(answer)).toEqual([400, 'invalid', undefined]);
  });

  it.each([70_000, 2_000_000])('with a body of %d bytes is too large', async (size) => {
    expect(refused(await post('/message-service/messages', { ...good, body: 'x'.repeat(size) }))).toEqual([413, 'too_large', undefined]);
  });

  it('of an unknown path, a wrong verb or an internal service is not found', async () => {
    const unknown = [
      '/relay-service/nothing',
      '/nothing-service/x',
      '/user-service/users/',
      '/parley.relay.internal.v1.RelayInternalService/Advance',
    ];
    for (const path of unknown) expect(refused(await call(path))).toEqual([404, 'not_found', undefined]);
    expect(refused(await post('/relay-service/behind', {}))).toEqual([404, 'not_found', undefined]);
  });

  it('tells the delay of a busy service, and nothing of the text of a crash', async () => {
    const busy = await call('/relay-service/behind?pageToken=busy');
    expect(refused(busy)).toEqual([503, 'overloaded', undefined]);
    expect([busy.json.retryAfterMs, busy.headers.get('retry-after')]).toEqual([1_200, '2']);
    const crash = await call('/relay-service/behind?pageToken=crash');
    expect(refused(crash)).toEqual([500, 'internal', undefined]);
    expect(JSON.stringify(crash.json)).not.toContain('password');
  });

  it('of a service that is not there is unavailable', async () => {
    expect(refused(await call('/user-service/me'))).toEqual([503, 'unavailable', undefined]);
  });
});

describe('the identity of a REST call', () => {
  it('is asked for where the contract says so', async () => {
    const answer = await call('/relay-service/behind', { token: undefined });
    expect(refused(answer)).toEqual([401, 'unauthenticated', undefined]);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="parley"');
  });

  it('is refused if forged or expired', async () => {
    const expired = await service.app.get(KeysController).sign({ exp: 1 });
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1] ?? ''}.`;
    for (const bad of ['x', expired, none, `${token.slice(0, -3)}AAA`]) {
      expect(refused(await call('/relay-service/behind', { token: bad }))).toEqual([401, 'unauthenticated', undefined]);
    }
  });

  it('cannot be claimed by the headers that services use', async () => {
    const headers = { 'x-parley-user': 'user-2', 'x-parley-service': 'gateway' };
    expect(refused(await call('/relay-service/behind', { token: undefined, headers }))).toEqual([401, 'unauthenticated', undefined]);
    const { json } = await call('/relay-service/behind', {
      headers: { ...headers, 'x-parley-address': '1.2.3.4', 'x-forwarded-for': '1.2.3.4' },
    });
    expect(JSON.stringify(json)).toContain('user-1/device-1/127.0.0.1');
  });

  it('is no hindrance where none is needed: an expired token can still be refreshed', async () => {
    const { status } = await post('/user-service/refresh', { refreshToken: 'r1' }, { token: 'expired' });
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

describe("the browser's refresh token", () => {
  const page = (): Record<string, string> => ({ origin: `http://127.0.0.1:${String(service.port)}` });
  const credentials = { username: 'ann', password: 'long enough' };
  const seen = (): (string | undefined)[] => service.app.get(SignInController).seen;

  it('stays in the answer if no cookie is asked for', async () => {
    const { json, headers } = await post('/user-service/login', credentials);
    expect([json.refreshToken, headers.get('set-cookie')]).toEqual(['r1', null]);
  });

  it('moves into a cookie that no script and no other page can use', async () => {
    const { json, headers } = await post('/user-service/login', { ...credentials, cookie: true }, { headers: page() });
    expect(json).toMatchObject({ accessToken: 'a', refreshToken: '' });
    expect(headers.get('set-cookie')).toBe('parley_refresh=r1; Max-Age=5184000; Path=/user-service; HttpOnly; SameSite=Strict');
  });

  it('is marked for HTTPS alone where the suite is reached by HTTPS', async () => {
    const other = await startGateway({ PUBLIC_URL: 'https://chat.example.org' });
    const response = await fetch(`http://127.0.0.1:${String(other.port)}/user-service/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://chat.example.org' },
      body: JSON.stringify({ ...credentials, cookie: true }),
    });
    expect(response.headers.get('set-cookie')).toContain('; Secure');
    await other.stop();
  });

  const foreign: Record<string, string>[] = [{}, { origin: 'https://evil.example' }, { origin: 'null' }];
  it.each(foreign)('is neither set nor used for a page of no allowed origin: %j', async (headers) => {
    const before = seen().length;
    expect(refused(await post('/user-service/login', { ...credentials, cookie: true }, { headers }))).toEqual([
      403,
      'forbidden',
      undefined,
    ]);
    expect(refused(await post('/user-service/refresh', {}, { headers: { ...headers, cookie: 'parley_refresh=r1' } }))).toEqual([
      403,
      'forbidden',
      undefined,
    ]);
    expect(refused(await post('/user-service/logout', {}, { headers: { ...headers, cookie: 'parley_refresh=r1' } }))).toEqual([
      403,
      'forbidden',
      undefined,
    ]);
    expect(seen()).toHaveLength(before);
  });

  it('is taken from the cookie, and the new one goes back into it even if nobody asked', async () => {
    const { json, headers } = await post('/user-service/refresh', {}, { headers: { ...page(), cookie: 'a=b; parley_refresh=r1' } });
    expect(json).toMatchObject({ accessToken: 'a2', refreshToken: '' });
    expect(headers.get('set-cookie')).toMatch(/^parley_refresh=r2;/);
    expect(seen().at(-1)).toBe('r1');
  });

  it('loses its cookie when it is refused and at logout', async () => {
    const bad = await post('/user-service/refresh', {}, { headers: { ...page(), cookie: 'parley_refresh=old' } });
    expect(refused(bad)).toEqual([401, 'unauthenticated', undefined]);
    expect(bad.headers.get('set-cookie')).toMatch(/^parley_refresh=; Max-Age=0;/);
    const out = await post('/user-service/logout', {}, { headers: { ...page(), cookie: 'parley_refresh=r2' } });
    expect([out.status, seen().at(-1)]).toEqual([200, 'r2']);
    expect(out.headers.get('set-cookie')).toMatch(/^parley_refresh=; Max-Age=0;/);
  });
});

describe('pages of other origins', () => {
  const preflight = (origin: string): Promise<Answer> =>
    call('/relay-service/behind', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' }, token: undefined });

  it('may use the API if ALLOWED_ORIGINS names theirs', async () => {
    const { status, headers } = await preflight('https://chat.example.org');
    expect([status, headers.get('access-control-allow-origin'), headers.get('access-control-allow-headers')]).toEqual([
      204,
      'https://chat.example.org',
      'Authorization, Content-Type',
    ]);
    const answer = await call('/relay-service/behind', { headers: { origin: 'https://chat.example.org' } });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, 'https://chat.example.org']);
    expect(answer.headers.get('vary')).toContain('Origin');
  });

  it('may not otherwise', async () => {
    expect(refused(await preflight('https://evil.example'))).toEqual([403, 'forbidden', undefined]);
    const answer = await call('/relay-service/behind', { headers: { origin: 'https://evil.example' } });
    expect(refused(answer)).toEqual([403, 'forbidden', undefined]);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('what is not for the gateway', () => {
  it('reaches the controllers: health', async () => {
    expect((await call('/health/live', { headers: { accept: 'text/html' } })).json).toEqual({ live: true });
    expect((await call('/health/ready')).json).toEqual({ ready: true, failing: [] });
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
