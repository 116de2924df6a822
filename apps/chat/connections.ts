import type { Connection } from './connection.js';

/** The live sockets of this node. */
export class Connections {
  private readonly bySession = new Map<string, Connection>();
  private readonly byUser = new Map<string, Connection | Set<Connection>>();

  add(connection: Connection): void {
    this.bySession.set(connection.session, connection);
    const others = this.byUser.get(connection.user);
    if (others === undefined) this.byUser.set(connection.user, connection);
    else if (others instanceof Set) others.add(connection);
    else this.byUser.set(connection.user, new Set([others, connection]));
  }

  remove(connection: Connection): void {
    if (!this.bySession.delete(connection.session)) return;
    const own = this.byUser.get(connection.user);
    if (own instanceof Set) {
      own.delete(connection);
      if (own.size === 0) this.byUser.delete(connection.user);
    } else if (own === connection) this.byUser.delete(connection.user);
  }

  get size(): number {
    return this.bySession.size;
  }

  get(session: string): Connection | undefined {
    return this.bySession.get(session);
  }

  /** The sockets of a user. Most users have one, for which no set is kept: it would cost 200 bytes a connection. */
  ofUser(user: string): Iterable<Connection> {
    const own = this.byUser.get(user);
    if (own === undefined) return [];
    return own instanceof Set ? own : [own];
  }

  all(): Iterable<Connection> {
    return this.bySession.values();
  }
}
