import type { Revocations } from '#identity';
import { newId } from '#runtime';
import type { CatchUp } from './catch-up.js';
import { Connection, Tick } from './connection.js';
import type { Connections } from './connections.js';
import type { FrameHandler } from './frame-handler.js';
import type { Interest } from './interest.js';
import { LIMITS } from './limits.js';
import type { LiveSessions } from './live-sessions.js';
import type { Rooms } from './rooms.js';
import { StallWatch } from './stall-watch.js';
import type { Accepted } from './upgrades.js';
import type { Watches } from './watches.js';

/** How often sockets that fell silent are looked for, in milliseconds. */
const SWEEP_INTERVAL_MS = 5_000;
/** Pause before a session that could not be registered is tried again, in milliseconds. */
const RETRY_MS = 1_000;
/** Sockets told to go are spread over this time, in milliseconds, so that they do not come back all at once. */
const SPREAD_MS = 3_000;

export interface ChatNodeDependencies {
  node: string;
  connections: Connections;
  sessions: LiveSessions;
  frames: FrameHandler;
  catchUp: CatchUp;
  watches: Watches;
  rooms: Rooms;
  interest: Interest;
  revocations: Revocations;
  /** Whether messages are ordered in other processes, which go on while this one stands still. */
  distributed: boolean;
  onError: (error: unknown) => void;
}

/** The sockets and sessions of one node, from the upgrade to the end. */
export class ChatNode {
  private readonly tick = new Tick();
  private readonly stalls = new StallWatch(() => this.startOver());
  private sweeping: NodeJS.Timeout | undefined;
  private stopWatching: () => void = () => undefined;

  constructor(private readonly dependencies: ChatNodeDependencies) {}

  start(): void {
    const { revocations, sessions, distributed } = this.dependencies;
    this.stopWatching = revocations.onRevoked((devices) => {
      this.closeDevices(new Set(devices));
    });
    sessions.startRenewing();
    if (distributed) this.stalls.start();
    this.sweeping = setInterval(() => {
      this.sweep();
    }, SWEEP_INTERVAL_MS);
  }

  /** The sockets may have missed something: they connect anew and are brought up to date. */
  startOver(): void {
    this.dismiss('missed');
    this.dependencies.interest.startOver();
  }

  accept({ socket, stream, identity, since }: Accepted): void {
    const { node, connections, sessions, frames, watches, rooms } = this.dependencies;
    const connection = new Connection(newId(), identity, socket, stream, this.tick);
    connections.add(connection);
    socket.on('message', (data, isBinary) => {
      frames.handle(connection, data as Buffer, isBinary);
    });
    socket.on('pong', () => {
      connection.heardAt = Date.now();
    });
    // ws closes the socket itself; `close` follows.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      connections.remove(connection);
      watches.forget(connection);
      rooms.forget(connection);
      sessions.unregister(connection);
    });
    connection.send({
      type: 'welcome',
      session: connection.session,
      node,
      user: connection.user,
      serverTime: Date.now(),
      limits: LIMITS,
      features: [],
    });
    void this.bringUpToDate(connection, since);
  }

  /** Tells every socket to connect elsewhere, spread over time. */
  async disconnect(): Promise<void> {
    this.dismiss('drain');
    const deadline = Date.now() + 2_000;
    while (this.dependencies.connections.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const connection of this.dependencies.connections.all()) connection.terminate();
  }

  stop(): void {
    this.stopWatching();
    this.dependencies.sessions.stopRenewing();
    this.dependencies.interest.stop();
    this.stalls.stop();
    clearInterval(this.sweeping);
  }

  private dismiss(reason: string): void {
    const all = [...this.dependencies.connections.all()];
    for (const connection of all) connection.bye(1012, reason, Math.floor(Math.random() * SPREAD_MS));
  }

  /** While sessions cannot be registered the device chats live, since everything then goes to all nodes, and is not told `ready`. */
  private async bringUpToDate(connection: Connection, since: string | undefined): Promise<void> {
    while (connection.open && !(await this.register(connection))) {
      connection.releaseHeld();
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
    await this.dependencies.catchUp.run(connection, since);
  }

  private async register(connection: Connection): Promise<boolean> {
    try {
      await this.dependencies.sessions.register(connection);
      return true;
    } catch (error) {
      this.dependencies.onError(error);
      return false;
    }
  }

  /** A socket lives no longer than its device's sign-in. */
  private closeDevices(devices: ReadonlySet<string>): void {
    for (const connection of this.dependencies.connections.all()) {
      if (devices.has(connection.device)) connection.bye(4401, 'signed_out', 0);
    }
  }

  /** Pings sockets that have been silent, and ends those that stay so. */
  private sweep(): void {
    const now = Date.now();
    for (const connection of this.dependencies.connections.all()) {
      const silentMs = now - connection.heardAt;
      if (silentMs > 2 * LIMITS.heartbeatMs) connection.terminate();
      else if (silentMs > LIMITS.heartbeatMs) connection.ping();
    }
  }
}
