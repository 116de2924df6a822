import { ParleyClient } from './client.js';
import type { Session } from './model.js';
import { VirtualClock } from './testing/virtual-clock.js';

const LIFETIME_MS = 600_000;

/** Answers sign-ins and `me`; counts, and refuses what a test says. */
class AccountServer {
  refreshes = 0;
  good = 'access-0';
  signedOut = false;
  constructor(private readonly clock: VirtualClock) {}

  readonly fetch: typeof fetch = async (input, init) => {
    const path = new URL(input as string).pathname;
    await Promise.resolve();
    if (path.endsWith('/me')) return this.me(init);
    if (path.endsWith('/refresh')) {
      this.refreshes += 1;
      if (this.signedOut) return problem(401, 'unauthenticated');
      this.good = `access-${String(this.refreshes)}`;
    }
    return Response.json(this.answer());
  };

  private me(init: RequestInit | undefined): Response {
    const { authorization } = init?.headers as Record<string, string>;
    return authorization === `Bearer ${this.good}` ? Response.json({ id: 'ada' }) : problem(401, 'unauthenticated');
  }

  private answer(): object {
    const user = { id: 'ada', username: 'ada', displayName: 'Ada', createdAt: 0 };
    return { user, accessToken: this.good, refreshToken: `refresh-${String(this.refreshes)}`, expiresAt: this.clock.now() + LIFETIME_MS };
  }
}

function problem(status: number, code: string): Response {
  return Response.json({ code, detail: code }, { status });
}

describe('signing in', () => {
  let clock: VirtualClock;
  let server: AccountServer;
  let client: ParleyClient;
  let sessions: (Session | undefined)[];
  beforeEach(async () => {
    clock = new VirtualClock();
    server = new AccountServer(clock);
    client = new ParleyClient({ baseUrl: 'http://model', fetch: server.fetch, clock });
    sessions = [];
    client.on('session', (session) => sessions.push(session));
    await client.auth.login({ username: 'ada', password: 'password' });
  });

  it('tells who is signed in', () => {
    expect(sessions).toMatchObject([{ user: { username: 'ada' }, refreshToken: 'refresh-0' }]);
    expect(client.state).toBe('offline');
  });

  it('refreshes once before the token expires, however many calls are made', async () => {
    await clock.advance(LIFETIME_MS * 0.9);
    await Promise.all([client.rest.me(), client.rest.me(), client.rest.me()]);
    expect(server.refreshes).toBe(1);
    expect(sessions.at(-1)).toMatchObject({ refreshToken: 'refresh-1' });
  });

  it('refreshes once and repeats the call when a token is refused before its time', async () => {
    server.good = 'another';
    await expect(Promise.all([client.rest.me(), client.rest.me()])).resolves.toHaveLength(2);
    expect(server.refreshes).toBe(1);
  });

  it('is signed out when the refresh is refused', async () => {
    server.good = 'another';
    server.signedOut = true;
    await expect(client.rest.me()).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(sessions.at(-1)).toBeUndefined();
    expect(client.state).toBe('signed-out');
  });

  it('stays signed in while the server cannot be reached', async () => {
    const offline = new ParleyClient({
      baseUrl: 'http://model',
      refreshToken: 'r',
      fetch: () => Promise.reject(new TypeError('offline')),
      clock,
    });
    await expect(offline.auth.resume()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('does not let a refresh that was under way undo a logout', async () => {
    await clock.advance(LIFETIME_MS * 0.9);
    const call = client.rest.me();
    await client.auth.logout();
    await expect(call).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(client.auth.session).toBeUndefined();
  });

  it('tells the field and the delay of a refusal', async () => {
    const headers = { 'retry-after': '3' };
    const refusing = new ParleyClient({
      baseUrl: 'http://model',
      fetch: () =>
        Promise.resolve(Response.json({ code: 'rate_limited', detail: 'Slow down.', field: 'username' }, { status: 429, headers })),
    });
    await expect(refusing.auth.login({ username: 'a', password: 'b' })).rejects.toMatchObject({
      code: 'rate_limited',
      field: 'username',
      status: 429,
      retryAfterMs: 3_000,
    });
  });
});
