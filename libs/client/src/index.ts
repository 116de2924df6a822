import type {
  ClientEvents,
  ConnectionState,
  Credentials,
  Device,
  EntryPage,
  HistoryRequest,
  OutboxStore,
  OutgoingMessage,
  PageRequest,
  Presence,
  Recipient,
  Registration,
  SendHandle,
  Session,
  SinceStore,
  User,
} from './model.js';
import type { ConversationSummary } from './protocol.js';

export * from './model.js';
export * from './protocol.js';
export { ParleyError } from './parley-error.js';

export interface ParleyClientOptions {
  /** Where the server is, without a trailing slash; empty in a browser for the page's own origin. */
  baseUrl: string;
  /** For browsers: the refresh token travels only as an httpOnly cookie. */
  cookie?: boolean;
  /** Resumes a session without a login (not in cookie mode). */
  refreshToken?: string;
  fetch?: typeof fetch;
  WebSocket?: new (url: string, protocols?: string | string[]) => WebSocket;
  outboxStore?: OutboxStore;
  sinceStore?: SinceStore;
}

/** A signed-in device: REST calls, and one socket that is kept alive from `connect` to `close`. */
export declare class ParleyClient {
  constructor(options: ParleyClientOptions);
  /** Signing in and out. */
  readonly auth: Auth;
  /** Typed REST calls that need no socket. */
  readonly rest: Rest;
  readonly state: ConnectionState;
  /** Calls the listener for each event until the returned function is called. A listener that throws does not stop the others. */
  on<Name extends keyof ClientEvents>(event: Name, listener: (value: ClientEvents[Name]) => void): () => void;
  /** Keeps a socket open from now on, over every disconnection, until `close` or the end of the sign-in. */
  connect(): void;
  /** Resolves as soon as the state is `ready`; rejects when it becomes `signed-out` or the client is closed. */
  whenReady(): Promise<void>;
  /** Tries to connect now instead of after the back-off: for `online` and `visibilitychange`. */
  wake(): void;
  /** Ends the socket and all timers; what waits stays in the outbox store. The client can connect again. */
  close(): void;
  /** Queues a message; it leaves in order, at once if there is a connection, and is resent until the server has it. */
  send(to: Recipient, body: string, options?: { replyTo?: number }): SendHandle;
  /** Messages that wait or have failed, oldest first; from the outbox store too, once `connect` has loaded it. */
  outgoing(): readonly OutgoingMessage[];
  /** Handle of a message in `outgoing()`. */
  handle(id: string): SendHandle | undefined;
  /** A page of entries, ascending. */
  history(conversation: string, request?: HistoryRequest): Promise<EntryPage>;
  /** The caller's conversations, by last activity. */
  conversations(request?: PageRequest): Promise<{ conversations: ConversationSummary[]; nextPageToken: string }>;
  /** Says that the user has read up to `seq`. Cumulative; sent when there is a connection. */
  read(conversation: string, seq: number): void;
  /** Says that the user is typing; call it on each key, it is throttled. */
  typing(conversation: string): void;
  /** Asks for `presence` events of these users, the present one first; ends when the returned function is called. */
  watch(users: readonly string[]): () => void;
}

/** `session` of the client's events tells every change. */
export interface Auth {
  readonly session: Session | undefined;
  register(registration: Registration): Promise<Session>;
  login(credentials: Credentials): Promise<Session>;
  /** Takes up the session of the cookie or of `refreshToken`; undefined if there is none any more. */
  resume(): Promise<Session | undefined>;
  /** Signs this device out, also when the server cannot be reached. */
  logout(): Promise<void>;
}

/** Every call rejects with a `ParleyError`; `unavailable` when the server cannot be reached. */
export interface Rest {
  me(): Promise<User>;
  updateMe(change: { displayName?: string }): Promise<User>;
  changePassword(currentPassword: string, newPassword: string): Promise<void>;
  searchUsers(query: string, page?: PageRequest): Promise<{ users: User[]; nextPageToken: string }>;
  user(id: string): Promise<User>;
  userByUsername(username: string): Promise<User>;
  devices(page?: PageRequest): Promise<{ devices: Device[]; nextPageToken: string }>;
  revokeDevice(id: string): Promise<void>;
  blocks(page?: PageRequest): Promise<{ users: User[]; nextPageToken: string }>;
  block(userId: string): Promise<void>;
  unblock(userId: string): Promise<void>;
  presence(userId: string): Promise<Presence>;
  /** The id of the direct conversation with someone, before its first message too. */
  conversationWith(userId: string): Promise<string>;
}

/** How far one's own message at `seq` has come, given the other participant's receipt: for entries that came from history. */
export declare function deliveryState(seq: number, receipt: { received: number; read: number } | undefined): 'sent' | 'delivered' | 'read';

export declare class MemoryOutboxStore implements OutboxStore {
  load: OutboxStore['load'];
  put: OutboxStore['put'];
  delete: OutboxStore['delete'];
}
