import net from 'node:net';

interface Pair {
  client: net.Socket;
  server: net.Socket;
}

/** Stands between a client and a server, and does to their connections what networks do. */
export class TcpProxy {
  private readonly pairs = new Set<Pair>();
  private isSilent = false;
  private isClosed = false;
  /** How many more bytes of the server pass before everything is cut; undefined: all of them. */
  private passing: number | undefined;

  private constructor(
    private readonly listener: net.Server,
    private readonly target: { host: string; port: number },
  ) {
    listener.on('connection', (client) => this.connect(client));
  }

  /** A proxy in front of `host:port`, on a port of its own unless it is told which. */
  static async to(target: string, { host = '127.0.0.1', port: own = 0 } = {}): Promise<TcpProxy> {
    const { hostname, port } = new URL(`tcp://${target}`);
    const listener = net.createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve, reject) => listener.once('error', reject).listen(own, host, resolve));
    return new TcpProxy(listener, { host: hostname, port: Number(port) });
  }

  get address(): string {
    return `127.0.0.1:${String((this.listener.address() as net.AddressInfo).port)}`;
  }

  get connections(): number {
    return this.pairs.size;
  }

  /** Cuts all connections; new ones are let through. */
  cut(): void {
    for (const { client, server } of this.pairs) {
      client.destroy();
      server.destroy();
    }
  }

  /** Lets so many more bytes of the server pass, and cuts everything behind them. */
  cutAfter(bytes: number): void {
    this.passing = bytes;
  }

  /** Nothing passes in either direction, and nobody is told. */
  silence(): void {
    this.isSilent = true;
    for (const { client, server } of this.pairs) {
      client.pause();
      server.pause();
    }
  }

  /** Lets pass what waited, and what comes. */
  speak(): void {
    this.isSilent = false;
    for (const { client, server } of this.pairs) {
      client.resume();
      server.resume();
    }
  }

  /** The connections of now fall silent for ever, as those to a machine without power do; new ones are let through. */
  strand(): void {
    for (const { client, server } of this.pairs) {
      for (const socket of [client, server]) socket.removeAllListeners('data').removeAllListeners('end').resume();
    }
  }

  /** Cuts all connections and refuses new ones. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.listener.close();
    this.cut();
  }

  private connect(client: net.Socket): void {
    const pair = { client, server: net.connect(this.target) };
    this.pairs.add(pair);
    const end = () => {
      this.pairs.delete(pair);
      client.destroy();
      pair.server.destroy();
    };
    for (const socket of [client, pair.server]) socket.on('error', end).on('end', end).on('close', end);
    client.on('data', (chunk) => pair.server.write(chunk));
    pair.server.on('data', (chunk) => this.pass(client, chunk));
    if (this.isSilent) this.silence();
  }

  private pass(client: net.Socket, chunk: Buffer): void {
    if (this.passing === undefined) {
      client.write(chunk);
      return;
    }
    const rest = chunk.subarray(0, this.passing);
    this.passing -= rest.length;
    client.write(rest, () => {
      if (this.passing !== 0) return;
      this.passing = undefined;
      this.cut();
    });
  }
}
