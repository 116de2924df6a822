import type { IncomingMessage } from 'node:http';
import net from 'node:net';
import { ParleyError } from '#errors';

/** How long a node may take to answer the connection, and then the upgrade, in milliseconds. */
const CONNECT_MS = 2_000;
const ANSWER_MS = 5_000;
/** How long what the node has said last may take to reach a client that reads nothing, in milliseconds. */
const FAREWELL_MS = 5_000;

export interface Upgrade {
  request: IncomingMessage;
  /** What the client has sent behind the request. */
  head: Buffer;
}

/** Bytes both ways between a client and a node, as fast as the slower one takes them. One side's end is the other's. */
export class Tunnel {
  private constructor(
    private readonly client: net.Socket,
    private readonly node: net.Socket,
  ) {
    client.setTimeout(0);
    node.setTimeout(0);
    client.once('close', () => node.destroy());
    node.once('close', () => this.close());
    client.pipe(node).pipe(client);
  }

  /**
   * Hands the request, with this head, to the node at `address`, and opens the tunnel when the node answers. Throws `unavailable`
   * if it does not; then the client has been told nothing.
   */
  static open({ request, head }: Upgrade, { address, requestHead }: { address: string; requestHead: string }): Promise<Tunnel> {
    const client = request.socket;
    const { hostname, port } = new URL(`http://${address}`);
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const node = net.connect({ host, port: Number(port), noDelay: true, keepAlive: true, timeout: CONNECT_MS });
    return new Promise((resolve, reject) => {
      const fail = (): void => {
        node.destroy();
        reject(new ParleyError('unavailable', 'The chat node cannot be reached.', { retryAfterMs: 1_000 }));
      };
      client.once('close', fail);
      node.once('timeout', fail);
      node.on('error', fail);
      node.once('close', fail);
      node.once('connect', () => {
        node.setTimeout(ANSWER_MS);
        node.write(requestHead, 'latin1');
        node.write(head);
      });
      node.once('data', (answer) => {
        for (const event of ['timeout', 'close']) node.off(event, fail);
        client.off('close', fail);
        client.write(answer);
        resolve(new Tunnel(client, node));
      });
    });
  }

  onceClosed(listener: () => void): void {
    this.client.once('close', listener);
  }

  /** What is under way to the client still gets there, if it is read. */
  close(): void {
    this.node.destroy();
    this.client.setTimeout(FAREWELL_MS, () => this.client.destroy());
    this.client.destroySoon();
  }
}
