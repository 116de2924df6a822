import { Auth } from './auth.js';
import { systemClock, type Clock } from './clock.js';
import { Connection, type LinkState, type SocketConstructor } from './connection.js';
import { Cursors } from './cursors.js';
import { DeliveryTracker } from './delivery.js';
import { Emitter } from './emitter.js';
import { EntryOrder } from './entry-order.js';
import { Http } from './http.js';
import { messageId } from './message-id.js';
import type {
  ClientEvents,
  ConnectionState,
  EntryPage,
  HistoryRequest,
  OutboxStore,
  OutgoingMessage,
  PageRequest,
  Recipient,
  SendHandle,
  Session,
  SinceStore,
} from './model.js';
import { MemoryOutboxStore } from './outbox-store.js';
import { Outbox, type Settlement } from './outbox.js';
import { ParleyError } from './parley-error.js';
import type {
  AckFrame,
  ClientFrame,
  ConversationSummary,
  EntryFrame,
  ErrorFrame,
  ReadyFrame,
  Receipt,
  ServerFrame,
  WelcomeFrame,
} from './protocol.js';
import { Rest } from './rest.js';
import { SendHandles } from './send-handles.js';
import { MemorySinceStore } from './since-store.js';
import { TypingThrottle } from './typing-throttle.js';
import { Watches } from './watches.js';

export interface ParleyClientOptions {
  /** Where the server is, without a trailing slash; empty in a browser for the page's own origin. */
  baseUrl: string;
  /** For browsers: the refresh token travels only as an httpOnly cookie. */
  cookie?: boolean;
  /** Resumes a session without a login (not in cookie mode). */
  refreshToken?: string;
  fetch?: typeof fetch;
  WebSocket?: SocketConstructor;
  outboxStore?: OutboxStore;
  sinceStore?: SinceStore;
  /** Time and chance, for tests. */
  clock?: Clock;
}

/** A signed-in device: REST calls, and one socket that is kept alive from `connect` to `close`. */
export class ParleyClient {
  /** Signing in and out; `session` of the client's events tells every change. */
  readonly auth: Auth;
  /** Typed REST calls that need no socket. */
  readonly rest: Rest;
  private readonly clock: Clock;
  private readonly events = new Emitter<ClientEvents>();
  private readonly connection: Connection;
  private readonly outbox: Outbox;
  private readonly order: EntryOrder;
  private readonly cursors: Cursors;
  private readonly delivery: DeliveryTracker;
  private readonly watches: Watches;
  private readonly handles: SendHandles;
  private readonly typingThrottle: TypingThrottle;
  private readonly sinceStore: SinceStore;
  private current: ConnectionState = 'signed-out';
  private wanted = false;
  private user: string | undefined;
  private since: string | undefined;
  /** How far the server's clock is ahead of this machine's: it refuses ids from the future. */
  private clockOffset = 0;
  /** Done when what the stores hold for the signed-in account has been read. */
  private restored: Promise<void> = Promise.resolve();
  private readyWaiters: { resolve: () => void; reject: (error: ParleyError) => void }[] = [];

  constructor(options: ParleyClientOptions) {
    const { baseUrl, cookie = false, clock = systemClock, outboxStore: store = new MemoryOutboxStore() } = options;
    const http = new Http({ baseUrl, cookie, fetch: options.fetch ?? ((input, init) => fetch(input, init)) });
    const transmit = (frame: ClientFrame): boolean => this.connection.send(frame);
    this.clock = clock;
    this.auth = new Auth({ http, clock, cookie, refreshToken: options.refreshToken, onChange: (session) => this.sessionChanged(session) });
    this.rest = new Rest(http, this.auth);
    this.sinceStore = options.sinceStore ?? new MemorySinceStore();
    this.outbox = new Outbox({
      clock,
      store,
      transmit,
      onChange: (message) => this.outgoingChanged(message),
      onDiscarded: (id) => this.discarded(id),
    });
    this.order = new EntryOrder({
      clock,
      deliver: (entry) => this.deliver(entry),
      fetch: (conversation, after, limit) => this.rest.entries(conversation, { after, limit }),
    });
    this.cursors = new Cursors({ clock, transmit });
    this.delivery = new DeliveryTracker((message) => this.outgoingChanged(message));
    this.watches = new Watches(transmit);
    this.handles = new SendHandles(this.outbox);
    this.typingThrottle = new TypingThrottle(clock, transmit);
    this.connection = this.newConnection(options.WebSocket);
  }

  get state(): ConnectionState {
    return this.current;
  }

  /** Calls the listener for each event until the returned function is called. A listener that throws does not stop the others. */
  on<Name extends keyof ClientEvents>(event: Name, listener: (value: ClientEvents[Name]) => void): () => void {
    return this.events.on(event, listener);
  }

  /** Keeps a socket open from now on, over every disconnection, until `close` or the end of the sign-in. */
  connect(): void {
    this.wanted = true;
    this.connection.start();
  }

  /** Resolves as soon as the state is `ready`; rejects when it becomes `signed-out` or the client is closed. */
  whenReady(): Promise<void> {
    if (this.current === 'ready') return Promise.resolve();
    return new Promise((resolve, reject) => this.readyWaiters.push({ resolve, reject }));
  }

  /** Tries to connect now instead of after the back-off: for `online` and `visibilitychange`. */
  wake(): void {
    this.connection.wake();
  }

  /** Ends the socket and all timers; what waits stays in the outbox. The client can connect again. */
  close(): void {
    this.wanted = false;
    this.connection.stop();
    this.rejectWaiters(new ParleyError('unavailable', 'The client was closed.'));
  }

  /** Queues a message; it leaves in order, at once if there is a connection, and is resent until the server has it. */
  send(to: Recipient, body: string, { replyTo }: { replyTo?: number } = {}): SendHandle {
    if (this.user === undefined) throw new ParleyError('unauthenticated', 'Sign in first.');
    const item = { id: messageId(this.clock.now() + this.clockOffset), from: this.user, to, body, replyTo, createdAt: this.clock.now() };
    const { message } = this.outbox.add(item);
    const handle = this.handles.create(message);
    this.typingThrottle.messageSent();
    this.events.emit('outgoing', message);
    return handle;
  }

  /** Messages that wait or have failed, oldest first; from the outbox store too, once the session has begun. */
  outgoing(): readonly OutgoingMessage[] {
    return this.outbox.list();
  }

  /** Handle of a message in `outgoing()`. */
  handle(id: string): SendHandle | undefined {
    const pending = this.outbox.get(id);
    return pending && this.handles.create(pending.message);
  }

  /** A page of entries, ascending. */
  async history(conversation: string, request: HistoryRequest = {}): Promise<EntryPage> {
    const page = await this.rest.entries(conversation, request);
    const last = page.entries.at(-1);
    const isNewest = request.before === undefined && request.after === undefined;
    if (last && isNewest) this.order.learn({ conversation, head: last.seq, last });
    return page;
  }

  /** The caller's conversations, by last activity. */
  async conversations(request: PageRequest = {}): Promise<{ conversations: ConversationSummary[]; nextPageToken: string }> {
    const page = await this.rest.conversations(request);
    for (const summary of page.conversations) {
      this.order.learn(summary);
      if (summary.receipt) this.delivery.receipt(summary.receipt);
    }
    return page;
  }

  /** Says that the user has read up to `seq`. Cumulative; sent when there is a connection. */
  read(conversation: string, seq: number): void {
    this.cursors.move('read', conversation, seq);
  }

  /** Says that the user is typing; call it on each key, it is throttled. */
  typing(conversation: string): void {
    this.typingThrottle.typing(conversation);
  }

  /** Asks for `presence` events of these users, the present one first; ends when the returned function is called. */
  watch(users: readonly string[]): () => void {
    return this.watches.add(users);
  }

  private newConnection(constructor: SocketConstructor | undefined): Connection {
    return new Connection({
      clock: this.clock,
      openSocket: (url, protocol) => new (constructor ?? WebSocket)(url, protocol),
      discover: () => this.discover(),
      since: () => this.since,
      onState: (state) => this.linkChanged(state),
      onFrame: (frame) => this.frame(frame),
      onUnauthenticated: () => this.renewSignIn(),
    });
  }

  private async discover(): Promise<string> {
    const url = await this.rest.chatNode();
    await this.restored;
    return url;
  }

  private async renewSignIn(): Promise<boolean> {
    const session = await this.auth.resume();
    if (!session) this.sessionChanged(undefined);
    return session !== undefined;
  }

  private sessionChanged(session: Session | undefined): void {
    if (session?.user.id !== this.user) this.switchAccount(session?.user.id);
    if (!session) this.connection.stop();
    this.events.emit('session', session);
    if (!session) this.setState('signed-out');
    else if (this.wanted) this.connection.start();
    else this.setState('offline');
  }

  private switchAccount(user: string | undefined): void {
    // A connection that is only now finding out who is signed in goes on.
    if (this.user !== undefined) this.connection.stop();
    this.user = user;
    this.outbox.clear();
    this.order.clear();
    this.cursors.clear();
    this.delivery.clear();
    this.handles.clear();
    this.since = undefined;
    if (user !== undefined) this.restored = this.restore(user);
  }

  private async restore(user: string): Promise<void> {
    const [since] = await Promise.all([this.sinceStore.load(user).catch(() => undefined), this.outbox.load(user)]);
    if (this.user !== user) return;
    this.since = since;
    for (const message of this.outbox.list()) this.events.emit('outgoing', message);
  }

  private linkChanged(state: LinkState): void {
    if (state === 'offline' || state === 'connecting') {
      this.outbox.disconnect();
      this.cursors.disconnect();
      this.order.setReady(false);
    }
    this.setState(state === 'offline' && this.user === undefined ? 'signed-out' : state);
  }

  private setState(state: ConnectionState): void {
    if (state === this.current) return;
    this.current = state;
    this.events.emit('state', state);
    if (state === 'ready') for (const { resolve } of this.readyWaiters.splice(0)) resolve();
    if (state === 'signed-out') this.rejectWaiters(new ParleyError('unauthenticated', 'You are signed out.'));
  }

  private rejectWaiters(error: ParleyError): void {
    for (const { reject } of this.readyWaiters.splice(0)) reject(error);
  }

  private frame(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        return this.welcome(frame);
      case 'ack':
        return this.ack(frame);
      case 'entry':
        return this.entry(frame);
      case 'ready':
        return this.ready(frame);
      case 'changes':
        return this.changes(frame.conversations);
      case 'receipt':
        return this.receipt(frame);
      case 'typing':
        return this.events.emit('typing', { conversation: frame.conversation, user: frame.user });
      case 'presence':
        return this.events.emit('presence', { user: frame.user, online: frame.online, lastSeen: frame.lastSeen });
      case 'error':
        return this.error(frame);
      case 'pong':
      case 'page':
      case 'bye':
        return;
      default:
        // A newer server may say more than this client knows.
        frame satisfies never;
    }
  }

  private welcome({ serverTime }: WelcomeFrame): void {
    this.clockOffset = serverTime - this.clock.now();
    this.outbox.connect();
    this.cursors.connect();
    this.watches.connect();
  }

  private ack(frame: AckFrame): void {
    const settled = this.outbox.settle(frame);
    if (settled) this.order.offer(this.ownEntry(settled, frame));
    else this.order.exists(frame.conversation, frame.seq);
    if (settled) this.delivery.follow(settled.message);
  }

  private ownEntry({ item }: Settlement, { conversation, seq, at }: AckFrame): Parameters<EntryOrder['offer']>[0] {
    return { conversation, seq, kind: 'message', id: item.id, from: item.from, at, body: item.body, replyTo: item.replyTo };
  }

  /** One's own message may come back as an entry when its acknowledgement was lost with a socket. */
  private entry({ conversation, seq, ordinal, kind, id, from, at, body, target, replyTo }: EntryFrame): void {
    const entry = { conversation, seq, ordinal, kind, id, from, at, body, target, replyTo };
    const settled = entry.from === this.user ? this.outbox.settle(entry) : undefined;
    this.order.offer(entry);
    if (settled) this.delivery.follow(settled.message);
  }

  private deliver(entry: ClientEvents['entry']): void {
    this.events.emit('entry', entry);
    if (entry.from !== this.user) this.cursors.move('received', entry.conversation, entry.seq);
  }

  private ready({ since, reset }: ReadyFrame): void {
    this.since = since;
    if (this.user !== undefined) void this.sinceStore.save(this.user, since).catch(() => undefined);
    if (reset) {
      this.order.restart();
      this.events.emit('reset', undefined);
    }
    this.order.setReady(true);
  }

  private changes(summaries: readonly ConversationSummary[]): void {
    const changes = summaries.flatMap((summary) => this.order.moved(summary) ?? []);
    if (changes.length > 0) this.events.emit('changes', changes);
  }

  private receipt({ conversation, user, received, read }: Receipt): void {
    const receipt = { conversation, user, received, read };
    if (user !== this.user) this.delivery.receipt(receipt);
    this.events.emit('receipt', receipt);
  }

  private error(frame: ErrorFrame): void {
    if (this.outbox.refuse(frame) || this.cursors.refuse(frame)) return;
    const { code, message, field, retryAfterMs } = frame;
    this.events.emit('notice', new ParleyError(code, message, { field, retryAfterMs }));
  }

  private outgoingChanged(message: OutgoingMessage): void {
    this.handles.update(message);
    this.events.emit('outgoing', message);
  }

  private discarded(id: string): void {
    this.handles.discarded(id);
    this.events.emit('discarded', id);
  }
}
