import type { RunningService } from '#runtime';
import { KeysController } from '../../libs/identity/testing.js';
import { RestClient, SignInController, refused, startGateway, type Answer } from './testing.js';

let service: RunningService;
let client: RestClient;

beforeAll(async () => {
  service = await startGateway({ ALLOWED_ORIGINS: 'https://chat.example.org' });
  client = new RestClient(service, await service.app.get(KeysController).sign());
});

afterAll(() => service.stop());

describe("the browser's refresh token", () => {
  const page = (): Record<string, string> => ({ origin: `http://127.0.0.1:${String(service.port)}` });
  const credentials = { username: 'ann', password: 'long enough' };
  const seen = (): (string | undefined)[] => service.app.get(SignInController).seen;

  it('stays in the answer if no cookie is asked for', async () => {
    const { json, headers } = await client.post('/user-service/login', credentials);
    expect([json.refreshToken, headers.get('set-cookie')]).toEqual(['r1', null]);
  });

  it('moves into a cookie that no script and no other page can use', async () => {
    const { json, headers } = await client.post('/user-service/login', { ...credentials, cookie: true }, { headers: page() });
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
    expect(refused(await client.post('/user-service/login', { ...credentials, cookie: true }, { headers }))).toEqual([
      403,
      'forbidden',
      undefined,
    ]);
    expect(refused(await client.post('/user-service/refresh', {}, { headers: { ...headers, cookie: 'parley_refresh=r1' } }))).toEqual([
      403,
      'forbidden',
      undefined,
    ]);
    expect(refused(await client.post('/user-service/logout', {}, { headers: { ...headers, cookie: 'parley_refresh=r1' } }))).toEqual([
      403,
      'forbidden',
      undefined,
    ]);
    expect(seen()).toHaveLength(before);
  });

  it('is taken from the cookie, and the new one goes back into it even if nobody asked', async () => {
    const { json, headers } = await client.post('/user-service/refresh', {}, { headers: { ...page(), cookie: 'a=b; parley_refresh=r1' } });
    expect(json).toMatchObject({ accessToken: 'a2', refreshToken: '' });
    expect(headers.get('set-cookie')).toMatch(/^parley_refresh=r2;/);
    expect(seen().at(-1)).toBe('r1');
  });

  it('loses its cookie when it is refused and at logout', async () => {
    const bad = await client.post('/user-service/refresh', {}, { headers: { ...page(), cookie: 'parley_refresh=old' } });
    expect(refused(bad)).toEqual([401, 'unauthenticated', undefined]);
    expect(bad.headers.get('set-cookie')).toMatch(/^parley_refresh=; Max-Age=0;/);
    const out = await client.post('/user-service/logout', {}, { headers: { ...page(), cookie: 'parley_refresh=r2' } });
    expect([out.status, seen().at(-1)]).toEqual([200, 'r2']);
    expect(out.headers.get('set-cookie')).toMatch(/^parley_refresh=; Max-Age=0;/);
  });
});

describe('pages of other origins', () => {
  const preflight = (origin: string): Promise<Answer> =>
    client.call('/relay-service/behind', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET' },
      token: undefined,
    });

  it('may use the API if ALLOWED_ORIGINS names theirs', async () => {
    const { status, headers } = await preflight('https://chat.example.org');
    expect([status, headers.get('access-control-allow-origin'), headers.get('access-control-allow-headers')]).toEqual([
      204,
      'https://chat.example.org',
      'Authorization, Content-Type',
    ]);
    const answer = await client.call('/relay-service/behind', { headers: { origin: 'https://chat.example.org' } });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, 'https://chat.example.org']);
    expect(answer.headers.get('vary')).toContain('Origin');
  });

  it('may not otherwise', async () => {
    expect(refused(await preflight('https://evil.example'))).toEqual([403, 'forbidden', undefined]);
    const answer = await client.call('/relay-service/behind', { headers: { origin: 'https://evil.example' } });
    expect(refused(answer)).toEqual([403, 'forbidden', undefined]);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});
