import { LocalServices, RoutedServiceClients, RpcEdge, ServiceTokens, SessionService, UserInternalService } from '#contracts';
import { MemoryPubSub } from '#cache';
import { ParleyError } from '#errors';
import type { DataSource } from 'typeorm';
import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { openLastSeenDatabase } from './last-seen.database.js';
import { LastSeenEntity } from './last-seen.entity.js';
import { LastSeenStore } from './last-seen.store.js';
import { GRACE_MS, PresenceTracker, SAVE_MS, SWEEP_MS } from './presence.tracker.js';

/** The neighbours of this service as far as it asks them. */
class Neighbours {
  readonly live = new Set<string>();
  readonly blocked: [string, string][] = [];
  away = false;
  lookups = 0;
  delayMs = 0;
  readonly clients: RoutedServiceClients;

  constructor() {
    const local = new LocalServices();
    local.register(SessionService, { lookup: (request: { users: string[] }) => this.lookup(request) });
    local.register(UserInternalService, { checkBlocks: (request: { user: string; others: string[] }) => this.checkBlocks(request) });
    const tokens = new ServiceTokens('last-seen', 'k'.repeat(32));
    const onUnknownError = (error: unknown) => {
      throw error;
    };
    const edge = new RpcEdge(tokens);
    this.clients = new RoutedServiceClients({ service: 'last-seen', local, edge, tokens, onUnknownError });
  }

  private async lookup({ users }: { users: string[] }) {
    this.lookups++;
    if (this.away) throw new ParleyError('unavailable', 'away');
    const found = users.filter((user) => this.live.has(user));
    await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    return { users: found.map((user) => ({ user, nodes: ['n1'] })) };
  }

  private checkBlocks({ user, others }: { user: string; others: string[] }) {
    const isBlocked = (other: string) => this.blocked.some(([a, b]) => (a === user && b === other) || (b === user && a === other));
    return { blocked: others.filter(isBlocked) };
  }
}

describe('presence', () => {
  let server: TestPostgres;
  let database: DataSource;
  let neighbours: Neighbours;
  let pubSub: MemoryPubSub;
  let tracker: PresenceTracker;
  let heard: string[];
  let now: number;

  beforeAll(async () => {
    server = await startTestPostgres();
    database = await openLastSeenDatabase(server.url);
  });
  afterAll(async () => {
    await database.destroy();
    await server.stop();
  });
  beforeEach(async () => {
    await database.getRepository(LastSeenEntity).clear();
    neighbours = new Neighbours();
    pubSub = new MemoryPubSub();
    heard = [];
    now = 1_000_000;
    tracker = start();
    for (const user of ['alice', 'bob']) await pubSub.subscribe(`presence.${user}`, (payload) => heard.push(payload));
  });

  const start = () =>
    new PresenceTracker({
      clients: neighbours.clients,
      pubSub,
      store: new LastSeenStore(database.getRepository(LastSeenEntity)),
      now: () => now,
    });
  const pass = async (ms: number) => {
    for (const end = now + ms; now < end;) {
      now = Math.min(now + 500, end);
      await tracker.tick();
    }
  };
  const connect = async (user: string) => {
    neighbours.live.add(user);
    await tracker.touch([user]);
  };
  const disconnect = async (user: string) => {
    neighbours.live.delete(user);
    await tracker.touch([user]);
  };
  const seen = async (user: string, viewer = 'viewer') => (await tracker.view(viewer, [user])).presences[0];

  it('is nothing for someone who never was there', async () => {
    expect(await tracker.view('viewer', ['alice'])).toEqual({ presences: [{ user: 'alice', online: false }], hidden: [] });
  });

  it('is told when the first session begins, and once', async () => {
    await connect('alice');
    await tracker.touch(['alice']);
    await pass(60_000);
    expect(heard).toEqual(['{"user":"alice","online":true}']);
    expect(await seen('alice')).toEqual({ user: 'alice', online: true });
  });

  it('ends a short while after the last session, with the time at which the session ended', async () => {
    await connect('alice');
    await pass(5_000);
    await disconnect('alice');
    const end = now;
    await pass(GRACE_MS - 1);
    expect(heard).toHaveLength(1);
    expect(await seen('alice')).toEqual({ user: 'alice', online: true });
    await pass(1);
    expect(heard.slice(1)).toEqual([JSON.stringify({ user: 'alice', online: false, lastSeen: end })]);
    expect(await seen('alice')).toEqual({ user: 'alice', online: false, lastSeen: end });
    await pass(60_000);
    expect(heard).toHaveLength(2);
  });

  it('does not flicker when someone is back at once', async () => {
    await connect('alice');
    for (let n = 0; n < 5; n++) {
      await disconnect('alice');
      await pass(1_500);
      await connect('alice');
      await pass(1_000);
    }
    expect(heard).toEqual(['{"user":"alice","online":true}']);
  });

  it('goes on while another device of the user is there', async () => {
    await connect('alice');
    await tracker.touch(['alice']);
    await pass(60_000);
    expect(heard).toHaveLength(1);
  });

  it('ends for users whose node died, at the time when they were last known to be there', async () => {
    await connect('alice');
    await pass(SWEEP_MS + 500);
    const confirmed = now - 500;
    neighbours.live.delete('alice');
    await pass(SWEEP_MS + GRACE_MS + 1_000);
    expect(heard).toHaveLength(2);
    const { online, lastSeen } = JSON.parse(heard[1] ?? '{}') as { online: boolean; lastSeen: number };
    expect(online).toBe(false);
    expect(lastSeen).toBeGreaterThanOrEqual(confirmed - 500);
    expect(lastSeen).toBeLessThanOrEqual(confirmed + 500);
  });

  it('goes by what the session registry says last, also when an earlier look-up answers later', async () => {
    await connect('alice');
    await tracker.tick();
    neighbours.delayMs = 30;
    const slow = tracker.touch(['alice']);
    await new Promise((resolve) => setTimeout(resolve, 5));
    neighbours.delayMs = 0;
    await Promise.all([slow, disconnect('alice')]);
    now += GRACE_MS;
    await tracker.tick();
    expect(heard.map((payload) => (JSON.parse(payload) as { online: boolean }).online)).toEqual([true, false]);
  });

  it('is looked up in batches when many sessions change at once', async () => {
    const users = Array.from({ length: 3_000 }, (_, n) => `u${String(n)}`);
    users.forEach((user) => neighbours.live.add(user));
    await Promise.all(users.map((user) => tracker.touch([user])));
    expect(neighbours.lookups).toBeLessThan(5);
    expect((await tracker.view('viewer', users.slice(0, 1_000))).presences.every(({ online }) => online)).toBe(true);
  });

  it('catches up by itself when the session registry was away', async () => {
    neighbours.away = true;
    await expect(connect('alice')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(tracker.tick()).rejects.toMatchObject({ code: 'unavailable' });
    neighbours.away = false;
    await pass(500);
    expect(heard).toEqual(['{"user":"alice","online":true}']);
  });

  it('is hidden between two of whom one has blocked the other, in both directions, and not from oneself', async () => {
    await connect('alice');
    await connect('bob');
    await disconnect('bob');
    await pass(10_000);
    neighbours.blocked.push(['alice', 'bob']);
    expect(await tracker.view('alice', ['bob', 'alice'])).toEqual({
      presences: [
        { user: 'bob', online: false },
        { user: 'alice', online: true },
      ],
      hidden: ['bob'],
    });
    expect(await tracker.view('bob', ['alice'])).toEqual({ presences: [{ user: 'alice', online: false }], hidden: ['alice'] });
  });

  it('is remembered across a restart', async () => {
    await connect('alice');
    await pass(1_000);
    await disconnect('alice');
    const end = now;
    await tracker.stop();
    now += 60_000;
    tracker = start();
    await tracker.restore();
    expect(await seen('alice')).toEqual({ user: 'alice', online: false, lastSeen: end });
  });

  it('is remembered roughly when the process was killed while the user was there', async () => {
    await connect('alice');
    await pass(10 * SAVE_MS);
    const killed = now;
    neighbours.live.clear();
    now += 3_600_000;
    tracker = start();
    await tracker.restore();
    const presence = await seen('alice');
    expect(presence?.online).toBe(false);
    expect(presence?.lastSeen).toBeGreaterThan(killed - SAVE_MS - SWEEP_MS);
    expect(presence?.lastSeen).toBeLessThanOrEqual(killed);
    await tracker.tick();
    expect(heard.at(-1)).toBe(JSON.stringify({ user: 'alice', online: false, lastSeen: presence?.lastSeen }));
    tracker = start();
    await tracker.restore();
    await tracker.tick();
    expect(heard).toHaveLength(2);
  });

  it('goes on for who is still connected when this service alone was restarted', async () => {
    await connect('alice');
    await tracker.tick();
    tracker = start();
    await tracker.restore();
    await pass(5_000);
    expect(heard).toHaveLength(1);
    await disconnect('alice');
    await pass(GRACE_MS);
    expect(JSON.parse(heard[1] ?? '{}')).toMatchObject({ online: false, lastSeen: now - GRACE_MS });
  });

  it('loses nothing while the database is away', async () => {
    await connect('alice');
    await disconnect('alice');
    const end = now;
    await database.query('ALTER TABLE users RENAME TO gone');
    now += GRACE_MS;
    await expect(tracker.tick()).rejects.toThrow();
    expect(await seen('alice')).toEqual({ user: 'alice', online: false, lastSeen: end });
    await database.query('ALTER TABLE gone RENAME TO users');
    await pass(500);
    const rows = await database.getRepository(LastSeenEntity).find();
    expect(rows).toEqual([{ userId: 'alice', seenAt: end, online: false }]);
  });

  it('never moves the time of being last seen back', async () => {
    const store = new LastSeenStore(database.getRepository(LastSeenEntity));
    for (const seenAt of [50, 20]) {
      store.save('alice', { seenAt, online: false });
      await store.flush();
    }
    expect(await store.read(['alice'])).toEqual(new Map([['alice', 50]]));
  });
});
