import { Api } from './api.js';
import { Auth } from './auth.js';
import { systemClock, type Clock } from './clock.js';
import type { ParleyClientOptions } from './client-options.js';
import { Connection, type LinkState, type SocketConstructor } from './connection.js';
import { mergedPage } from './conversation-list.js';
import { Emitter } from './emitter.js';
import { dispatch, type FrameHandlers } from './frame-handlers.js';
import { GroupRest } from './group-rest.js';
import { HistoryRequests } from './history-requests.js';
import { Http } from './http.js';
import { Inbound } from './inbound.js';
import { messageId } from './message-id.js';
import type {
  ClientEvents,
  ConnectionState,
  ConversationPage,
  EntryPage,
  HistoryRequest,
  OutgoingMessage,
  PageRequest,
  SendHandle,
  SendOptions,
  Session,
  SinceStore,
} from './model.js';
import { MemoryOutboxStore } from './outbox-store.js';
import { Outbox } from './outbox.js';
import { ParleyError } from './parley-error.js';
import type { ClientFrame, ErrorFrame, ReadyFrame, Recipient, WelcomeFrame } from './protocol.js';
import { ReadyWaiters } from './ready-waiters.js';
import { Rest } from './rest.js';
import { SendHandles } from './send-handles.js';
import { MemorySinceStore } from './since-store.js';
import { TypingThrottle } from './typing-throttle.js';
import { Watches } from './watches.js';

/** A signed-in device: REST calls, and one socket that is kept alive from `connect` to `close`. */
export class ParleyClient {
  /** Signing in and out; `session` of the client's events tells every change. */
  readonly auth: Auth;
  /** Typed REST calls that need no socket: accounts, people, direct conversations. */
  readonly rest: Rest;
  /** The same for groups. */
  readonly groups: GroupRest;
  private readonly clock: Clock;
  private readonly events = new Emitter<ClientEvents>();
  private readonly connection: Connection;
  private readonly outbox: Outbox;
  private readonly inbound: Inbound;
  private readonly pages: HistoryRequests;
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
  private readonly readyWaiters = new ReadyWaiters();

  constructor(options: ParleyClientOptions) {
    const { baseUrl, cookie = false, clock = systemClock, outboxStore: store = new MemoryOutboxStore() } = options;
    const http = new Http({ baseUrl, cookie, fetch: options.fetch ?? ((input, init) => fetch(input, init)) });
    const transmit = (frame: ClientFrame): boolean => this.connection.send(frame);
    this.clock = clock;
    this.auth = new Auth({ http, clock, cookie, refreshToken: options.refreshToken, onChange: (session) => this.sessionChanged(session) });
    const api = new Api(http, this.auth);
    this.rest = new Rest(api);
    this.groups = new GroupRest(api);
    this.sinceStore = options.sinceStore ?? new MemorySinceStore();
    this.outbox = new Outbox({
      clock,
      store,
      transmit,
      onChange: (message) => this.outgoingChanged(message),
      onDiscarded: (id) => this.discarded(id),
    });
    this.pages = new HistoryRequests({ clock, transmit });
    this.inbound = new Inbound({
      clock,
      events: this.events,
      outbox: this.outbox,
      transmit,
      fetch: (conversation, after, limit) => this.pages.request(conversation, { after, limit }),
      onOutgoing: (message) => this.outgoingChanged(message),
    });
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
    return this.readyWaiters.wait();
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
  send(to: Recipient, body: string, { replyTo, mentions }: SendOptions = {}): SendHandle {
    if (this.user === undefined) throw new ParleyError('unauthenticated', 'Sign in first.');
    const createdAt = this.clock.now();
    const { message } = this.outbox.add({
      id: messageId(createdAt + this.clockOffset),
      from: this.user,
      to,
      body,
      replyTo,
      mentions,
      createdAt,
    });
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

  /** A page of entries, ascending. Asked over the socket, after `connect`; rejects with `unavailable` if there is no connection for 15 s. */
  async history(conversation: string, request: HistoryRequest = {}): Promise<EntryPage> {
    if (!this.wanted) throw new ParleyError('unavailable', 'The client is not connected.');
    const page = await this.pages.request(conversation, request);
    const last = page.entries.at(-1);
    if (last && request.before === undefined && request.after === undefined) this.inbound.learnNewest(last);
    return page;
  }

  /** The caller's conversations, direct ones and those of groups, by last activity. */
  async conversations(request: PageRequest = {}): Promise<ConversationPage> {
    const sources = [(page: PageRequest) => this.rest.conversations(page), (page: PageRequest) => this.groups.conversations(page)];
    const page = await mergedPage(sources, request);
    this.inbound.learn(page.conversations);
    return page;
  }

  /** Says that the user has read up to `seq`. Cumulative; sent when there is a connection. */
  read(conversation: string, seq: number): void {
    this.inbound.read(conversation, seq);
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
    const handlers = this.frameHandlers();
    return new Connection({
      clock: this.clock,
      openSocket: (url, protocol) => new (constructor ?? WebSocket)(url, protocol),
      discover: () => this.discover(),
      since: () => this.since,
      onState: (state) => this.linkChanged(state),
      onFrame: (frame) => dispatch(frame, handlers),
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
    // A connection that is only now finding out who is signed in goes on, and so does what waits for it.
    if (this.user !== undefined) {
      this.connection.stop();
      this.pages.rejectAll(new ParleyError('unauthenticated', 'You are signed out.'));
    }
    this.user = user;
    this.outbox.clear();
    this.inbound.switchAccount(user);
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
      this.inbound.disconnect();
    }
    this.setState(state === 'offline' && this.user === undefined ? 'signed-out' : state);
  }

  private setState(state: ConnectionState): void {
    if (state === this.current) return;
    this.current = state;
    this.events.emit('state', state);
    if (state === 'ready') this.readyWaiters.resolve();
    if (state === 'signed-out') this.rejectWaiters(new ParleyError('unauthenticated', 'You are signed out.'));
  }

  private rejectWaiters(error: ParleyError): void {
    this.readyWaiters.reject(error);
    this.pages.rejectAll(error);
  }

  private frameHandlers(): FrameHandlers {
    const { inbound, pages, events } = this;
    const nothing = (): void => undefined;
    return {
      welcome: (frame) => this.welcome(frame),
      ack: (frame) => inbound.ack(frame),
      entry: (frame) => inbound.entry(frame),
      ready: (frame) => this.ready(frame),
      changes: (frame) => inbound.changes(frame.conversations),
      receipt: (frame) => inbound.receipt(frame),
      receipts: (frame) => inbound.receipts(frame),
      page: ({ id, entries, more }) => pages.page(id, { entries, more }),
      typing: ({ conversation, user }) => events.emit('typing', { conversation, user }),
      presence: ({ user, online, lastSeen }) => events.emit('presence', { user, online, lastSeen }),
      error: (frame) => this.error(frame),
      pong: nothing,
      bye: nothing,
    };
  }

  private welcome({ serverTime }: WelcomeFrame): void {
    this.clockOffset = serverTime - this.clock.now();
    this.outbox.connect();
    this.inbound.connect();
    this.pages.connect();
    this.watches.connect();
  }

  private ready({ since, reset }: ReadyFrame): void {
    this.since = since;
    if (this.user !== undefined) void this.sinceStore.save(this.user, since).catch(() => undefined);
    this.inbound.ready(reset === true);
  }

  private error(frame: ErrorFrame): void {
    if (this.outbox.refuse(frame) || this.pages.refuse(frame) || this.inbound.refuse(frame)) return;
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
