/**
 * WebSocket protocol v1: every frame, as JSON text in the subprotocol `parley.v1.json`.
 * The one definition that the chat node, the SDK and `docs/protocol.md` share. Clients ignore frames and fields that
 * they do not know; times are milliseconds since the epoch; `seq` and `ordinal` start at 1.
 */
export const SUBPROTOCOL = 'parley.v1.json';

/** Something that happened in a conversation; the same object over REST. */
export interface Entry {
  conversation: string;
  seq: number;
  ordinal: number;
  kind: EntryKind;
  id: string;
  from: string;
  at: number;
  body: string;
  target?: number | undefined;
  replyTo?: number | undefined;
  /** Members whom a message mentions, by id. */
  mentions: string[];
  /** What a system entry says. */
  system?: SystemEvent | undefined;
}

/** A change of a group, as its members see it. */
export interface SystemEvent {
  event: 'created' | 'added' | 'joined' | 'left' | 'removed' | 'role' | 'renamed' | 'described' | 'picture' | 'visibility' | 'deleted';
  /** Whom it concerns: who was added, joined, left, was removed, or has another role. */
  users: string[];
  /** The role that they have now; empty if they are no members any more. */
  role: GroupRole | '';
  /** The new name, description, URL of the picture, or visibility. */
  text: string;
}

export type GroupRole = 'owner' | 'admin' | 'member';

export type EntryKind = 'message' | 'edit' | 'delete' | 'reaction' | 'system';

export interface Receipt {
  conversation: string;
  user: string;
  received: number;
  read: number;
}

/** A conversation as its owner sees it: what `changes` and the conversation lists carry. */
export interface ConversationSummary {
  conversation: string;
  /** The other participant of a direct conversation. */
  user?: string | undefined;
  /** The group of a group conversation. */
  group?: string | undefined;
  head: number;
  read: number;
  unread: number;
  /** How many of the unread messages mention the owner. */
  mentions: number;
  /** The newest message that the owner may read. */
  last?: Entry | undefined;
  /** How far the other participant of a direct conversation has come. */
  receipt?: Receipt | undefined;
  /** Time of the last activity, by which lists are sorted. */
  at: number;
  /** The `seq` of the first entry that the owner may read. */
  from: number;
}

/** How many others have received and read one's own message, in a group of more than 50 members. */
export interface ReceiptCounts {
  conversation: string;
  seq: number;
  received: number;
  read: number;
}

/** To whom a message goes. */
export type Recipient = { user: string; group?: undefined } | { group: string; user?: undefined };

export type ClientFrame =
  | { type: 'send'; id: string; to: Recipient; body: string; after?: string; replyTo?: number; mentions?: string[] }
  | { type: 'received'; id?: string; conversation: string; seq: number }
  | { type: 'read'; id?: string; conversation: string; seq: number }
  | { type: 'history'; id: string; conversation: string; before?: number; after?: number; limit?: number }
  | { type: 'typing'; id?: string; conversation: string }
  | { type: 'watch'; id?: string; users: string[] }
  | { type: 'unwatch'; id?: string; users: string[] }
  | { type: 'ping'; id?: string };

export type ServerFrame =
  | WelcomeFrame
  | ReadyFrame
  | AckFrame
  | EntryFrame
  | ({ type: 'receipt' } & Receipt)
  | ({ type: 'receipts' } & ReceiptCounts)
  | { type: 'typing'; conversation: string; user: string }
  | { type: 'presence'; user: string; online: boolean; lastSeen?: number }
  | { type: 'page'; id: string; entries: Entry[]; more: boolean }
  | { type: 'changes'; conversations: ConversationSummary[] }
  | { type: 'pong'; id?: string }
  | ErrorFrame
  | ByeFrame;

export interface WelcomeFrame {
  type: 'welcome';
  session: string;
  node: string;
  user: string;
  serverTime: number;
  limits: Limits;
  features: string[];
}

export interface Limits {
  /** Largest frame that is read, in bytes; a larger one gets `too_large`. */
  frameBytes: number;
  /** Largest `body`, in bytes of UTF-8. */
  bodyBytes: number;
  /** The server pings this often; a client that hears nothing for twice as long reconnects. */
  heartbeatMs: number;
}

/** The device is up to date as of `since`, which it presents on its next connect. */
export interface ReadyFrame {
  type: 'ready';
  since: string;
  /** Nothing missed was sent: the client loads what it shows. */
  reset?: boolean;
}

/** The final answer to `send`: durable, and at this place in the order. */
export interface AckFrame {
  type: 'ack';
  id: string;
  conversation: string;
  seq: number;
  at: number;
}

export type EntryFrame = { type: 'entry' } & Entry;

/** The frame was refused and nothing was stored. */
export interface ErrorFrame {
  type: 'error';
  id?: string;
  code: ErrorCode;
  message: string;
  field?: string;
  retryAfterMs?: number;
}

/** The server is about to close the socket; the close code says whether to come back. */
export interface ByeFrame {
  type: 'bye';
  reason: string;
  reconnectAfterMs: number;
}

export type ErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'out_of_order'
  | 'too_large'
  | 'rate_limited'
  | 'overloaded'
  | 'unavailable'
  | 'internal';

/** Close codes of a socket, and whether a client should connect again after them. */
export const CLOSE = {
  invalid: { code: 4400, reconnect: false },
  unauthenticated: { code: 4401, reconnect: false },
  forbidden: { code: 4403, reconnect: false },
  notFound: { code: 4404, reconnect: false },
  unknownProtocol: { code: 4406, reconnect: false },
  tooSlow: { code: 4408, reconnect: true },
  replaced: { code: 4409, reconnect: false },
  flooding: { code: 4429, reconnect: true },
  tooLarge: { code: 1009, reconnect: true },
  internal: { code: 1011, reconnect: true },
  drain: { code: 1012, reconnect: true },
  unavailable: { code: 1013, reconnect: true },
} as const;
