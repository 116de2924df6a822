import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { ParleyError, toParleyError, ERRORS } from '#errors';
import type { AccessTokens, ChatTickets, Identity } from '#identity';
import { SUBPROTOCOL } from '#protocol';
import type { Origins } from '#runtime';
import { HARD_FRAME_BYTES } from './limits.js';

const SOCKET_PATH = '/chat-service/ws';

/** An upgrade that went through. */
export interface Accepted {
  socket: WebSocket;
  stream: Duplex;
  identity: Identity;
  /** `since` of the device's last `ready`. */
  since: string | undefined;
}

export interface UpgradesDependencies {
  node: string;
  tickets: ChatTickets;
  tokens: AccessTokens;
  origins: Origins;
  accept: (accepted: Accepted) => void;
}

/**
 * The HTTP upgrade: who comes in is decided here. A browser cannot read a refused upgrade, so it is completed, told why in an
 * `error` frame, and closed.
 */
export class Upgrades {
  private readonly server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: HARD_FRAME_BYTES,
    // The frame handler answers text that is not UTF-8 with an `error`; ws would close the socket.
    skipUTF8Validation: true,
    // A client that offers only what nobody speaks is told so in a frame, which it can read only once its handshake succeeds.
    handleProtocols: (protocols) => (protocols.has(SUBPROTOCOL) ? SUBPROTOCOL : ([...protocols][0] ?? false)),
  });

  constructor(private readonly dependencies: UpgradesDependencies) {}

  /** Whether the request is for this server at all. */
  static concerns(request: IncomingMessage): boolean {
    // Not by `URL`, which throws at what some send: `//`.
    return (request.url ?? '/').split('?')[0] === SOCKET_PATH;
  }

  handle(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    // ws takes its own handler only after the upgrade; a reset before would end the process.
    const ignore = (): void => undefined;
    stream.on('error', ignore);
    void this.authenticate(request).then((identity) => {
      this.server.handleUpgrade(request, stream, head, (socket) => {
        stream.off('error', ignore);
        this.finish(socket, stream, { identity, since: parametersOf(request).get('since') ?? undefined });
      });
    });
  }

  private finish(
    socket: WebSocket,
    stream: Duplex,
    { identity, since }: { identity: Identity | ParleyError; since: string | undefined },
  ): void {
    if (identity instanceof ParleyError) {
      const { code, message, field } = identity;
      socket.on('error', () => undefined);
      socket.send(JSON.stringify({ type: 'error', code, message, ...(field !== undefined && { field }) }));
      socket.close(code === 'invalid' ? 4406 : (ERRORS[code].close ?? 1011), code);
      return;
    }
    this.dependencies.accept({ socket, stream, identity, since: since === '' ? undefined : since });
  }

  private async authenticate(request: IncomingMessage): Promise<Identity | ParleyError> {
    try {
      this.requireOrigin(request);
      requireProtocol(request);
      const ticket = parametersOf(request).get('ticket');
      if (ticket !== null) return await this.dependencies.tickets.verify(ticket, this.dependencies.node);
      const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
      if (token === undefined) throw new ParleyError('unauthenticated', 'A ticket or an access token is needed.');
      return await this.dependencies.tokens.verify(token);
    } catch (error) {
      return toParleyError(error);
    }
  }

  /** Browsers name the page that opens a socket; pages of others may not. */
  private requireOrigin(request: IncomingMessage): void {
    const { origin, host } = request.headers;
    if (origin === undefined || this.dependencies.origins.allows(origin, host)) return;
    throw new ParleyError('forbidden', 'Pages of this origin may not connect.');
  }
}

function parametersOf(request: IncomingMessage): URLSearchParams {
  return new URL(request.url ?? '/', 'http://localhost').searchParams;
}

/** A client that names no subprotocol speaks the newest; one that names only others speaks none of ours. */
function requireProtocol(request: IncomingMessage): void {
  const offered = request.headers['sec-websocket-protocol'];
  if (offered === undefined || offered.split(',').some((name) => name.trim() === SUBPROTOCOL)) return;
  throw new ParleyError('invalid', `This server speaks ${SUBPROTOCOL}.`, { field: 'sec-websocket-protocol' });
}
