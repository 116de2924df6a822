import { PubSub, type Subscription } from '#cache';
import { LastSeenInternalService, type ServiceClients } from '#contracts';
import type { Presence } from '#contracts/gen/parley/last_seen/v1/last_seen.js';
import { ParleyError } from '#errors';
import type { Connection } from './connection.js';
import { WATCHED_USERS } from './limits.js';

interface Watched {
  watchers: Set<Connection>;
  subscription: Promise<Subscription>;
}

/** Whose presence which sockets are shown. One subscription per watched user and node. */
export class Watches {
  private readonly watched = new Map<string, Watched>();

  constructor(
    private readonly pubSub: PubSub,
    private readonly clients: ServiceClients,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Answers with a `presence` for each user, and from then on with each change. */
  async watch(connection: Connection, users: readonly string[]): Promise<void> {
    const own = (connection.watched ??= new Set());
    const fresh = [...new Set(users)].filter((user) => !own.has(user));
    if (own.size + fresh.length > WATCHED_USERS) {
      throw new ParleyError('invalid', `A socket watches at most ${String(WATCHED_USERS)} users.`, { field: 'users' });
    }
    for (const user of fresh) own.add(user);
    await Promise.all(fresh.map((user) => this.subscribe(user, connection)));
    await this.tell(connection, users);
  }

  unwatch(connection: Connection, users: readonly string[]): void {
    for (const user of users) if (connection.watched?.delete(user) === true) this.leave(user, connection);
  }

  /** The socket has closed. */
  forget(connection: Connection): void {
    this.unwatch(connection, [...(connection.watched ?? [])]);
  }

  private async subscribe(user: string, connection: Connection): Promise<void> {
    let entry = this.watched.get(user);
    if (entry === undefined) {
      const subscription = this.pubSub.subscribe(`presence.${user}`, () => {
        this.changed(user);
      });
      entry = { watchers: new Set(), subscription };
      this.watched.set(user, entry);
    }
    entry.watchers.add(connection);
    await entry.subscription;
  }

  private leave(user: string, connection: Connection): void {
    const entry = this.watched.get(user);
    entry?.watchers.delete(connection);
    if (entry === undefined || entry.watchers.size > 0) return;
    this.watched.delete(user);
    entry.subscription.then((subscription) => subscription.close(), this.onError);
  }

  /** Who may see it is decided anew for each watcher: one may have been blocked since. */
  private changed(user: string): void {
    for (const connection of this.watched.get(user)?.watchers ?? []) {
      this.tell(connection, [user]).catch(this.onError);
    }
  }

  private async tell(connection: Connection, users: readonly string[]): Promise<void> {
    const { presences } = await this.clients.client(LastSeenInternalService).getPresences({ viewer: connection.user, users: [...users] });
    for (const presence of presences) connection.send({ type: 'presence', ...withoutAbsent(presence) });
  }
}

function withoutAbsent({ user, online, lastSeen }: Presence): { user: string; online: boolean; lastSeen?: number } {
  return { user, online, ...(lastSeen !== undefined && { lastSeen }) };
}
