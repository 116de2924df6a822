import zookeeper, { type Client } from 'node-zookeeper-client';

const { createClient, CreateMode, Exception } = zookeeper;

/** The driver's inside. It would keep trying with the session of before, and has no other way to be stopped or told to give up. */
interface Inside {
  connectionManager: { connect(): void; socket?: { destroy(): void } };
}

// An eighth and a half: silence is noticed before two thirds of a session have passed. A write waits for the disk of the server, so
// a shorter patience would give good connections up.
const WATCH_FRACTION = 8;
const PATIENCE_FRACTION = 2;

type Done<Value> = (error: unknown, value?: Value) => void;

/**
 * One connection with its own session, and the only place that knows the driver. The driver notices no silent server, reads the
 * answer to a new handshake behind what was left of a frame that was cut, and stays closed for ever when its session has expired.
 * So a connection that is broken, silent or in any doubt ends here, and whoever needs ZooKeeper opens another.
 */
export class ZooKeeperConnection {
  /** Resolves with the reason when the connection has ended; it does not come back. */
  readonly ended: Promise<Error>;
  private readonly client: Client;
  private readonly inside: Inside['connectionManager'];
  private readonly waiting = new Set<(reason: Error) => void>();
  private readonly watchdog: NodeJS.Timeout;
  private reason: Error | undefined;
  private resolveEnded: (reason: Error) => void = () => undefined;

  private constructor(
    server: string,
    private readonly sessionTimeoutMs: number,
  ) {
    this.ended = new Promise((resolve) => (this.resolveEnded = resolve));
    this.client = createClient(server, { sessionTimeout: sessionTimeoutMs, retries: 0 });
    this.inside = (this.client as unknown as Inside).connectionManager;
    this.client.once('expired', () => this.end(new Error('the session with ZooKeeper has expired')));
    this.watchdog = setInterval(() => this.look(), sessionTimeoutMs / WATCH_FRACTION).unref();
  }

  /** A new session with the server, `host:port`. Rejects if there is none within the time after which it would expire. */
  static async open(server: string, sessionTimeoutMs: number): Promise<ZooKeeperConnection> {
    const connection = new ZooKeeperConnection(server, sessionTimeoutMs);
    await connection.call<undefined>(sessionTimeoutMs, (done) => {
      connection.client.once('connected', () => done(null));
      connection.connect();
    });
    return connection;
  }

  /** Makes the node and those above it, unless they are there. */
  async makePath(path: string): Promise<void> {
    // The driver would write all of them anew, each a write to the disk of the server that fails.
    if (await this.ask<unknown>((done) => this.client.exists(path, done))) return;
    await this.ask<string>((done) => this.client.mkdirp(path, done));
  }

  /** Makes a node that goes with this session; answers its path, which is `prefix` and a number that only grows. */
  async createEphemeral(prefix: string, data: string): Promise<string> {
    const path = await this.ask<string>((done) => this.client.create(prefix, Buffer.from(data), CreateMode.EPHEMERAL_SEQUENTIAL, done));
    if (path === undefined) throw new Error('ZooKeeper made a node and told no path');
    return path;
  }

  /** False: there is no such node. */
  async set(path: string, data: string): Promise<boolean> {
    return (await this.ask<unknown>((done) => this.client.setData(path, Buffer.from(data), done))) !== undefined;
  }

  /** Nothing if there is no such node. */
  async remove(path: string): Promise<void> {
    await this.ask<undefined>((done) => this.client.remove(path, done));
  }

  /** The data of the node, and word of its next change. Undefined: there is no such node, and no word will come. */
  async get(path: string, onChange: () => void): Promise<string | undefined> {
    return (await this.ask<Buffer>((done) => this.client.getData(path, onChange, done)))?.toString();
  }

  /** The names below the node, and word of the next one that comes or goes. */
  async children(path: string, onChange?: () => void): Promise<string[]> {
    const names = await this.ask<string[]>((done) =>
      onChange === undefined ? this.client.getChildren(path, done) : this.client.getChildren(path, onChange, done),
    );
    return names ?? [];
  }

  /** Ends the connection because of an error that leaves it in doubt what ZooKeeper knows. */
  end(reason: Error): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    clearInterval(this.watchdog);
    this.client.removeAllListeners();
    this.inside.socket?.destroy();
    for (const reject of [...this.waiting]) reject(reason);
    this.resolveEnded(reason);
  }

  /** Ends the session too: what went with it goes at once, and not only when it has expired. */
  async close(): Promise<void> {
    if (this.reason !== undefined) return;
    clearInterval(this.watchdog);
    this.client.close();
    // The server answers by closing; a silent one is not waited for.
    const timer = setTimeout(() => this.end(new Error('ZooKeeper did not answer the farewell')), this.sessionTimeoutMs / PATIENCE_FRACTION);
    await this.ended;
    clearTimeout(timer);
  }

  /** Once: where the driver would connect again, its socket has been closed. */
  private connect(): void {
    this.client.connect();
    this.inside.connect = () => this.end(new Error('the connection with ZooKeeper was lost'));
  }

  /** A server that is silent would be believed for ever. */
  private look(): void {
    this.ask<unknown>((done) => this.client.exists('/', done)).catch(() => undefined);
  }

  /** Undefined if there is no such node. A server that does not answer in time ends the connection. */
  private async ask<Value>(request: (done: Done<Value>) => void): Promise<Value | undefined> {
    try {
      return await this.call<Value>(this.sessionTimeoutMs / PATIENCE_FRACTION, request);
    } catch (error) {
      if (error instanceof Exception && error.getCode() === Exception.NO_NODE) return undefined;
      throw error;
    }
  }

  private call<Value>(patienceMs: number, request: (done: Done<Value>) => void): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      if (this.reason !== undefined) {
        reject(this.reason);
        return;
      }
      const timer = setTimeout(() => this.end(new Error(`ZooKeeper did not answer within ${String(patienceMs)} ms`)), patienceMs);
      const finish = (act: () => void) => {
        clearTimeout(timer);
        this.waiting.delete(abandon);
        act();
      };
      const abandon = (reason: Error) => finish(() => reject(reason));
      this.waiting.add(abandon);
      request((error, value) => finish(() => (error instanceof Error ? reject(error) : resolve(value as Value))));
    });
  }
}
