import { ParleyClient } from '../client.js';
import type { ParleyClientOptions } from '../client-options.js';
import type { ConnectionState, OutgoingMessage } from '../model.js';
import type { ClientFrame, Entry } from '../protocol.js';
import { ModelServer } from './model-server.js';
import { ModelSocket } from './model-socket.js';
import { VirtualClock } from './virtual-clock.js';

/** A client of `ada` against a server that behaves, unless a test tells it otherwise. */
export class Scene {
  readonly clock = new VirtualClock();
  readonly server = new ModelServer(this.clock, () => 0.5);
  readonly sockets: ModelSocket[] = [];
  readonly states: ConnectionState[] = [];
  readonly entries: Entry[] = [];
  readonly outgoing: OutgoingMessage[] = [];
  readonly client: ParleyClient;

  constructor(options: Partial<ParleyClientOptions> = {}) {
    const { server, sockets } = this;
    class Socket extends ModelSocket {
      constructor(url: string) {
        super(server, url);
        sockets.push(this);
      }
    }
    this.client = new ParleyClient({
      baseUrl: 'http://model',
      refreshToken: 'r',
      fetch: server.fetchFor('ada'),
      WebSocket: Socket,
      clock: this.clock,
      ...options,
    });
    this.client.on('state', (state) => this.states.push(state));
    this.client.on('entry', (entry) => this.entries.push(entry));
    this.client.on('outgoing', (message) => this.outgoing.push(message));
  }

  get socket(): ModelSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('The client has opened no socket.');
    return socket;
  }

  /** What the client has sent on the present socket, of one type. */
  sent<Type extends ClientFrame['type']>(type: Type): Extract<ClientFrame, { type: Type }>[] {
    return this.socket.sent.filter((frame): frame is Extract<ClientFrame, { type: Type }> => frame.type === type);
  }

  async connect(): Promise<void> {
    this.client.connect();
    await this.clock.advance(1_000);
  }
}
