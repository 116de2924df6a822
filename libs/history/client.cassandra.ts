import cassandra from 'cassandra-driver';

/** A host as the driver has it inside. */
interface InnerHost {
  shutdown(): Promise<void>;
}

/** After this time a client that was given up has found what it was looking for, in milliseconds. */
const SETTLED_MS = 5_000;

/**
 * A client that is made anew, names resolved again, when all nodes are lost. The driver 4.10 goes on by itself too, but then it
 * makes its hosts anew and forgets the old ones, whose pools reconnect for ever, even after its end; and it listens twice to the
 * new control connection, so that the next loss has it make them twice.
 */
export class LastingClient {
  private client: cassandra.Client;
  private closed = false;
  private retry: NodeJS.Timeout | undefined;

  private constructor(
    client: cassandra.Client,
    private readonly options: cassandra.ClientOptions,
    private readonly retryMs: number,
  ) {
    this.client = client;
    this.watch();
  }

  /** @param retryMs how long to wait between two attempts to make a client anew */
  static async connect(options: cassandra.ClientOptions, retryMs: number): Promise<LastingClient> {
    return new LastingClient(await connected(options), options, retryMs);
  }

  /** While there is none that is connected, whatever is asked of it fails at once. */
  get current(): cassandra.Client {
    return this.client;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await giveUp(this.client);
  }

  private watch(): void {
    const { client } = this;
    client.on('hostDown', () => {
      if (client !== this.client || this.closed || client.hosts.values().some((host) => host.isUp())) return;
      void giveUp(client);
      this.scheduleRenewal();
    });
  }

  private scheduleRenewal(): void {
    this.retry = setTimeout(() => void this.renew(), this.retryMs);
  }

  private async renew(): Promise<void> {
    const client = await connected(this.options).catch(() => undefined);
    if (this.closed) return client && giveUp(client);
    if (client === undefined) return this.scheduleRenewal();
    this.client = client;
    this.watch();
  }
}

/** Connected, or closed and the reason thrown. */
export async function connected(options: cassandra.ClientOptions): Promise<cassandra.Client> {
  const client = new cassandra.Client(options);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await giveUp(client);
    throw error;
  }
}

/** Ends a client for good: also what it was about to connect to. */
async function giveUp(client: cassandra.Client): Promise<void> {
  const end = (host: InnerHost): void => void host.shutdown().catch(() => undefined);
  client.on('hostRemove', end);
  client.on('hostAdd', (host: InnerHost) => {
    setTimeout(end, SETTLED_MS, host).unref();
  });
  await client.shutdown().catch(() => undefined);
}
