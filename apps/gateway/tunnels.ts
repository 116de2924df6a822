import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { WebSocketServer } from 'ws';
import { ERRORS, ParleyError, toParleyError } from '#errors';
import { nodeOfTicket } from '#identity';
import { ChatNodes, type RegisteredNode } from '#registry';
import { Config, RateLimiter } from '#runtime';
import { ADDRESS_LIMIT, clientAddress, limitAddress } from './address.js';
import { requestHead } from './request-head.js';
import { Tunnel, type Upgrade } from './tunnel.js';

const SOCKET_PATH = '/chat-service/ws';
/** The ends of all tunnels are spread over this time, in milliseconds, so that their clients do not come back all at once. */
const SPREAD_MS = 3_000;

/** Leads sockets to the chat node that their ticket names, or, without one, to any. Who may come in is decided there. */
@Injectable()
export class Tunnels {
  private readonly open = new Set<Tunnel>();
  private readonly perAddress: RateLimiter;
  /** For those who are refused: a browser cannot read a refused upgrade, so theirs is completed. */
  private readonly refusals = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: 1_024,
    handleProtocols: (protocols) => [...protocols][0] ?? false,
  });
  private leaving = false;

  constructor(
    private readonly nodes: ChatNodes,
    private readonly config: Config,
  ) {
    this.perAddress = new RateLimiter({ ...ADDRESS_LIMIT, scale: config.rateLimitScale });
  }

  get count(): number {
    return this.open.size;
  }

  handle(upgrade: Upgrade): void {
    const { socket, url } = upgrade.request;
    // What comes of a reset is seen by its `close`; without a listener it would end the process.
    socket.on('error', () => undefined);
    const [path, query] = (url ?? '/').split('?');
    if (path !== SOCKET_PATH) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    this.lead(upgrade, new URLSearchParams(query).get('ticket')).catch((error: unknown) => this.refuse(upgrade, toParleyError(error)));
  }

  /** Ends all tunnels. Only the chat node could say `bye`: here its frames are bytes. */
  async leave(): Promise<void> {
    this.leaving = true;
    const each = SPREAD_MS / this.open.size;
    await Promise.all([...this.open].map((tunnel, index) => sleep(index * each).then(() => tunnel.close())));
  }

  private async lead(upgrade: Upgrade, ticket: string | null): Promise<void> {
    if (this.leaving) throw new ParleyError('unavailable', 'This gateway is about to stop.', { retryAfterMs: 1_000 });
    const { request } = upgrade;
    const { trustedProxies } = this.config;
    this.perAddress.require(limitAddress(clientAddress(request, trustedProxies)));
    const address = this.nodeFor(ticket).data.http;
    const tunnel = await Tunnel.open(upgrade, { address, requestHead: requestHead(request, trustedProxies) });
    this.open.add(tunnel);
    tunnel.onceClosed(() => this.open.delete(tunnel));
  }

  private nodeFor(ticket: string | null): RegisteredNode {
    const node = ticket === null ? this.nodes.choose(this.config.zone) : this.nodes.find(nodeNamedBy(ticket));
    if (node === undefined || node.data.http === '')
      throw new ParleyError('unavailable', 'The chat node is not there.', { retryAfterMs: 1_000 });
    return node;
  }

  private refuse({ request, head }: Upgrade, { code, message, retryAfterMs }: ParleyError): void {
    this.refusals.handleUpgrade(request, request.socket, head, (socket) => {
      socket.on('error', () => undefined);
      socket.send(JSON.stringify({ type: 'error', code, message, retryAfterMs }));
      socket.close(ERRORS[code].close ?? 1011, code);
    });
  }
}

function nodeNamedBy(ticket: string): string {
  const node = nodeOfTicket(ticket);
  if (node === undefined) throw new ParleyError('unauthenticated', 'This is no ticket.');
  return node;
}
