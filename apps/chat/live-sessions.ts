import { LastSeenInternalService, SessionService, type ServiceClients } from '#contracts';
import type { Session } from '#contracts/gen/parley/session/internal/v1/session.js';
import type { Connection } from './connection.js';
import type { Connections } from './connections.js';

/** Sessions that travel in one call. */
const MAX_BATCH = 1_000;

/** Keeps this node's sessions known: those of one tick are registered together, all are renewed while they live. */
export class LiveSessions {
  private starting: { session: Session; resolve: () => void; reject: (error: unknown) => void }[] = [];
  private ending: Session[] = [];
  private leaseMs = 30_000;
  private renewing: NodeJS.Timeout | undefined;

  constructor(
    private readonly node: string,
    private readonly clients: ServiceClients,
    private readonly connections: Connections,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Resolves when look-ups that begin from now on find the session. */
  register(connection: Connection): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.starting.length === 0) setImmediate(() => void this.registerWaiting());
      this.starting.push({ session: this.sessionOf(connection), resolve, reject });
    });
  }

  unregister(connection: Connection): void {
    if (this.ending.length === 0) setImmediate(() => void this.unregisterWaiting());
    this.ending.push(this.sessionOf(connection));
  }

  startRenewing(): void {
    this.renewing = setTimeout(() => {
      void this.renewAll().finally(() => {
        if (this.renewing !== undefined) this.startRenewing();
      });
    }, this.leaseMs / 3);
  }

  stopRenewing(): void {
    clearTimeout(this.renewing);
    this.renewing = undefined;
  }

  private sessionOf({ session, user, device }: Connection): Session {
    return { session, user, device, node: this.node };
  }

  private async registerWaiting(): Promise<void> {
    const waiting = this.starting;
    this.starting = [];
    for (let start = 0; start < waiting.length; start += MAX_BATCH) {
      const batch = waiting.slice(start, start + MAX_BATCH);
      try {
        await this.clients.client(SessionService).register({ sessions: batch.map(({ session }) => session) });
        this.touch(batch.map(({ session }) => session));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
  }

  private async unregisterWaiting(): Promise<void> {
    const sessions = this.ending;
    this.ending = [];
    try {
      await this.clients.client(SessionService).unregister({ sessions });
      this.touch(sessions);
    } catch (error) {
      // A session that is not withdrawn ends with its lease.
      this.onError(error);
    }
  }

  private async renewAll(): Promise<void> {
    const all = [...this.connections.all()];
    for (let start = 0; start < all.length; start += MAX_BATCH) {
      const sessions = all.slice(start, start + MAX_BATCH).map((connection) => this.sessionOf(connection));
      try {
        const { leaseMs, replaced } = await this.clients.client(SessionService).renew({ sessions });
        this.leaseMs = leaseMs;
        for (const session of replaced) this.connections.get(session)?.bye(4409, 'replaced', 0);
      } catch (error) {
        this.onError(error);
      }
    }
  }

  private touch(sessions: readonly Session[]): void {
    const users = [...new Set(sessions.map(({ user }) => user))];
    this.clients.client(LastSeenInternalService).touch({ users }).catch(this.onError);
  }
}
