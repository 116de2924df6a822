import type { Clock } from '../clock.js';
import type { SocketLike } from '../connection.js';
import type { ClientFrame, ConversationSummary, Entry, ServerFrame } from '../protocol.js';

/** How often, from 0 to 1, what goes wrong. */
export interface Faults {
  /** A send gets no answer; half of them are stored. */
  unanswered: number;
  /** A send is refused for now. */
  refused: number;
  /** A frame to a client is lost while its socket lives on. */
  dropped: number;
  /** A frame to a client comes twice. */
  doubled: number;
  /** A REST call fails. */
  restFails: number;
}

export const NO_FAULTS: Faults = { unanswered: 0, refused: 0, dropped: 0, doubled: 0, restFails: 0 };

const HEARTBEAT_MS = 10_000;

/** What the SDK needs of a server, in memory, with every fault that the protocol allows, and some that it does not. */
export class ModelServer {
  faults: Faults = NO_FAULTS;
  /** Beyond this many missed entries of one conversation, `changes` tells of it. */
  missedLimit = 100;
  readonly sockets: ModelSocket[] = [];
  readonly conversations = new Map<string, Entry[]>();
  /** All entries in the order of the log; `since` is a length of it. */
  private readonly log: Entry[] = [];
  private readonly accepted = new Map<string, Entry>();

  constructor(
    readonly clock: Clock,
    readonly random: () => number,
  ) {}

  chance(share: number): boolean {
    return this.random() < share;
  }

  entries(conversation: string): Entry[] {
    const entries = this.conversations.get(conversation) ?? [];
    this.conversations.set(conversation, entries);
    return entries;
  }

  /** A `fetch` for one user. */
  fetchFor(user: string): typeof fetch {
    return (input) => {
      if (this.chance(this.faults.restFails)) return Promise.resolve(new Response('{"code":"unavailable"}', { status: 503 }));
      return Promise.resolve(new Response(JSON.stringify(this.rest(user, new URL(input instanceof Request ? input.url : input)))));
    };
  }

  receive(socket: ModelSocket, frame: ClientFrame): void {
    if (frame.type === 'ping') socket.deliver({ type: 'pong' });
    if (frame.type === 'send') this.send(socket, frame);
    if (frame.type === 'history') this.page(socket, frame);
  }

  /** Missed entries first, then `ready`; live ones may come in between. */
  sync(socket: ModelSocket, since: string | null): void {
    const position = this.log.length;
    if (since === null) return socket.deliver({ type: 'ready', since: String(position), reset: true });
    const missed = this.log.slice(Number(since), position).filter((entry) => memberOf(entry.conversation, socket.user));
    for (const conversation of new Set(missed.map((entry) => entry.conversation))) {
      const entries = missed.filter((entry) => entry.conversation === conversation);
      if (entries.length <= this.missedLimit) for (const entry of entries) socket.deliver({ type: 'entry', ...entry }, { surely: true });
      else socket.deliver({ type: 'changes', conversations: [this.summary(socket.user, conversation)] });
    }
    socket.deliver({ type: 'ready', since: String(position) });
  }

  append(from: string, to: string, id: string, body: string): Entry {
    const conversation = conversationOf(from, to);
    const entries = this.entries(conversation);
    const seq = entries.length + 1;
    const entry: Entry = { conversation, seq, ordinal: seq, kind: 'message', id, from, at: this.clock.now(), body, mentions: [] };
    entries.push(entry);
    this.log.push(entry);
    this.accepted.set(`${conversation} ${from} ${id}`, entry);
    return entry;
  }

  private send(socket: ModelSocket, frame: Extract<ClientFrame, { type: 'send' }>): void {
    const key = (id: string): string => `${conversationOf(socket.user, frame.to.user ?? '')} ${socket.user} ${id}`;
    const known = this.accepted.get(key(frame.id));
    if (known) return this.ack(socket, known);
    if (frame.after !== undefined && !this.accepted.has(key(frame.after))) return this.refuse(socket, frame.id, 'out_of_order');
    if (frame.body === 'poison') return this.refuse(socket, frame.id, 'forbidden');
    if (this.chance(this.faults.refused)) return this.refuse(socket, frame.id, this.chance(0.5) ? 'rate_limited' : 'unavailable');
    const unanswered = this.chance(this.faults.unanswered);
    if (unanswered && this.chance(0.5)) return;
    const entry = this.append(socket.user, frame.to.user ?? '', frame.id, frame.body);
    if (!unanswered) this.ack(socket, entry);
    for (const other of this.sockets) {
      if (other !== socket && memberOf(entry.conversation, other.user)) other.deliver({ type: 'entry', ...entry });
    }
  }

  private ack(socket: ModelSocket, { id, conversation, seq, at }: Entry): void {
    socket.deliver({ type: 'ack', id, conversation, seq, at });
  }

  private refuse(socket: ModelSocket, id: string, code: 'out_of_order' | 'rate_limited' | 'unavailable' | 'forbidden'): void {
    socket.deliver({ type: 'error', id, code, message: code, ...(code === 'rate_limited' && { retryAfterMs: 200 }) });
  }

  private summary(user: string, conversation: string): ConversationSummary {
    const last = this.entries(conversation).at(-1);
    const other = conversation.split('+').find((member) => member !== user) ?? user;
    return { conversation, user: other, head: last?.seq ?? 0, read: 0, unread: 0, mentions: 0, last, at: last?.at ?? 0, from: 1 };
  }

  private rest(user: string, url: URL): object {
    const path = url.pathname;
    if (path === '/user-service/refresh') {
      const account = { id: user, username: user, displayName: user, createdAt: 0 };
      return { user: account, accessToken: `access-${user}`, refreshToken: `refresh-${user}`, expiresAt: this.clock.now() + 600_000 };
    }
    if (path === '/discovery-service/chat-node') return { url: `ws://model/?user=${user}` };
    if (path === '/group-message-service/conversations') return { conversations: [], nextPageToken: '' };
    if (path === '/message-service/conversations') {
      const own = [...this.conversations.keys()].filter((conversation) => memberOf(conversation, user));
      return { conversations: own.map((conversation) => this.summary(user, conversation)), nextPageToken: '' };
    }
    throw new Error(`The model serves no ${path}.`);
  }

  private page(socket: ModelSocket, { id, conversation, after = 0, limit = 50 }: Extract<ClientFrame, { type: 'history' }>): void {
    if (this.chance(this.faults.restFails)) return this.refuse(socket, id, 'unavailable');
    const entries = this.entries(conversation).filter((entry) => entry.seq > after);
    socket.deliver({ type: 'page', id, entries: entries.slice(0, limit), more: entries.length > limit });
  }
}

/** Frames to the client keep their order within a conversation; between conversations anything goes. */
export class ModelSocket implements SocketLike {
  onopen: SocketLike['onopen'] = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: SocketLike['onerror'] = null;
  readonly user: string;
  /** Every frame that the client has sent. */
  readonly sent: ClientFrame[] = [];
  private readonly outgoing = new Map<string, ServerFrame[]>();
  private mute = false;
  private closed = false;

  constructor(
    private readonly server: ModelServer,
    url: string,
  ) {
    const { searchParams } = new URL(url);
    this.user = searchParams.get('user') ?? '';
    server.clock.after(1, () => this.open(searchParams.get('since')));
  }

  send(data: string): void {
    if (this.closed || this.mute) return;
    const frame = JSON.parse(data) as ClientFrame;
    this.sent.push(frame);
    this.server.clock.after(1, () => this.server.receive(this, frame));
  }

  close(): void {
    this.closed = true;
    const index = this.server.sockets.indexOf(this);
    if (index >= 0) this.server.sockets.splice(index, 1);
  }

  /** The node or the network ends it. */
  end(code = 1006): void {
    if (this.closed) return;
    this.close();
    this.onclose?.({ code } as never);
  }

  /** The network swallows everything from now on, without a word. */
  silence(): void {
    this.mute = true;
  }

  /** What `ready` vouches for comes `surely`, or the socket ends. */
  deliver(frame: ServerFrame, { surely = false } = {}): void {
    if (this.closed) return;
    const lane = 'conversation' in frame ? frame.conversation : '';
    const frames = this.outgoing.get(lane) ?? [];
    this.outgoing.set(lane, frames);
    // What ends the catching-up comes behind all of it.
    if (frame.type === 'ready') this.flush();
    const { server } = this;
    const mayVanish = !surely && (frame.type === 'entry' || frame.type === 'ack');
    if (!mayVanish || !server.chance(server.faults.dropped)) frames.push(frame);
    if (server.chance(server.faults.doubled) && mayVanish) frames.push(frame);
    if (frame.type === 'ready') this.flush();
    server.clock.after(1 + server.random() * 20, () => this.write(lane));
  }

  private open(since: string | null): void {
    if (this.closed) return;
    this.server.sockets.push(this);
    this.onopen?.({} as never);
    const limits = { frameBytes: 65_536, bodyBytes: 16_384, heartbeatMs: HEARTBEAT_MS };
    this.emit({ type: 'welcome', session: 's', node: 'n', user: this.user, serverTime: this.server.clock.now(), limits, features: [] });
    this.server.clock.after(this.server.random() * 50, () => this.server.sync(this, since));
  }

  private flush(): void {
    for (const lane of this.outgoing.keys()) this.write(lane);
  }

  private write(lane: string): void {
    for (const frame of this.outgoing.get(lane)?.splice(0) ?? []) this.emit(frame);
  }

  private emit(frame: ServerFrame): void {
    if (!this.closed && !this.mute) this.onmessage?.({ data: JSON.stringify(frame) } as never);
  }
}

export function conversationOf(a: string, b: string): string {
  return [a, b].sort().join('+');
}

function memberOf(conversation: string, user: string): boolean {
  return conversation.split('+').includes(user);
}
