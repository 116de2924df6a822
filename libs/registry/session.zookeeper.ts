import { setTimeout as sleep } from 'node:timers/promises';
import { ParleyError } from '#errors';
import { ZooKeeperConnection } from './connection.zookeeper.js';

export interface ZooKeeperOptions {
  /** `host:port`, several with commas between. */
  servers: string;
  /** How long ZooKeeper keeps what belongs to a process that has died, in milliseconds; the server has limits of its own for it. */
  sessionTimeoutMs?: number;
  /** The node under which everything lies. */
  root?: string;
  /** Told why a session has ended, or why there is none yet; the adapter goes on trying by itself. */
  onError?: (error: unknown) => void;
}

export const SESSION_TIMEOUT_MS = 3_000;
/** Between two attempts, in milliseconds: at first and at most. */
const PAUSE_MS = { first: 50, most: 1_000 };

/** Something that every session has to be told of. */
export interface Part {
  /** Resolves when the session of this connection knows. May be called twice for one. */
  establish(connection: ZooKeeperConnection): Promise<void>;
}

/** Who waits for a part to be established for the first time. */
interface First {
  promise: Promise<void>;
  resolve: () => void;
  reject: (error: Error) => void;
}

/** A session with ZooKeeper that is replaced by a new one whenever it ends, in which all parts are established again. */
export class ZooKeeperSession {
  private readonly parts = new Map<Part, First>();
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private readonly servers: readonly string[];
  private connection: ZooKeeperConnection | undefined;

  constructor(private readonly options: ZooKeeperOptions) {
    this.servers = options.servers.split(',').map((server) => server.trim());
    this.running = this.run();
  }

  get isConnected(): boolean {
    return this.connection !== undefined;
  }

  /** Resolves when the part is established for the first time, however long ZooKeeper is away; rejects if it never will be. */
  add(part: Part): Promise<void> {
    const known = this.parts.get(part);
    if (known !== undefined) return known.promise;
    const first = makeFirst();
    this.parts.set(part, first);
    const { connection } = this;
    if (this.isStopping()) first.reject(closed());
    else if (connection !== undefined) this.establish(connection, part, first).catch((error: unknown) => connection.end(asError(error)));
    return first.promise;
  }

  delete(part: Part): void {
    this.parts.get(part)?.reject(closed());
    this.parts.delete(part);
  }

  async close(): Promise<void> {
    this.stopping.abort();
    for (const part of [...this.parts.keys()]) this.delete(part);
    await this.connection?.close();
    await this.running;
  }

  private async run(): Promise<void> {
    // Processes that start together do not all choose the same server.
    let next = Math.floor(Math.random() * this.servers.length);
    for (let failures = 0; !this.isStopping(); failures++) {
      if (failures > 0) await this.pause(failures);
      try {
        if (await this.live(this.servers[next++ % this.servers.length] ?? '')) failures = 0;
      } catch (error) {
        this.options.onError?.(error);
      }
    }
  }

  /** One session from its beginning to its end. True: it was good until then. */
  private async live(server: string): Promise<boolean> {
    const connection = await ZooKeeperConnection.open(server, this.options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS);
    try {
      if (this.isStopping()) return true;
      this.connection = connection;
      await Promise.all([...this.parts].map(([part, first]) => this.establish(connection, part, first)));
      const reason = await connection.ended;
      if (!this.isStopping()) this.options.onError?.(reason);
      return true;
    } finally {
      this.connection = undefined;
      await connection.close();
    }
  }

  private async establish(connection: ZooKeeperConnection, part: Part, first: First): Promise<void> {
    await part.establish(connection);
    first.resolve();
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private async pause(failures: number): Promise<void> {
    const longest = Math.min(PAUSE_MS.first * 2 ** Math.min(failures, 10), PAUSE_MS.most);
    await sleep(longest * (0.5 + Math.random() / 2), undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }
}

function makeFirst(): First {
  let resolve: First['resolve'] = () => undefined;
  let reject: First['reject'] = () => undefined;
  const promise = new Promise<void>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  // Whoever waits hears of it; nobody may be waiting.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

const closed = () => new ParleyError('unavailable', 'The registry has been closed.');

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
