import type { ParleyError } from './parley-error.js';
import type { ConversationSummary, Entry, ReceiptCounts, Recipient } from './protocol.js';

/** An account as others see it. */
export interface User {
  id: string;
  username: string;
  displayName: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** One sign-in of the caller. */
export interface Device {
  id: string;
  name: string;
  createdAt: number;
  lastUsedAt: number;
  /** Whether it is the device that asks. */
  current: boolean;
}

export interface Presence {
  user: string;
  online: boolean;
  /** When the user's last session ended, in milliseconds since the epoch; absent while online and when unknown. */
  lastSeen?: number | undefined;
}

/** A page of entries, ascending by `seq`. */
export interface EntryPage {
  entries: Entry[];
  /** Whether further entries exist in the direction that was asked for. */
  more: boolean;
}

/** A page of the list of conversations, by `at` descending, then by id. */
export interface ConversationPage {
  conversations: ConversationSummary[];
  /** Empty on the last page. */
  nextPageToken: string;
}

export interface PageRequest {
  pageToken?: string | undefined;
  limit?: number | undefined;
}

export interface HistoryRequest {
  /** Only entries with a smaller `seq`, the nearest first to be chosen. Without `before` and `after`: the newest. */
  before?: number | undefined;
  /** Only entries with a greater `seq`, the nearest first to be chosen. */
  after?: number | undefined;
  /** How many messages at most; 50 if absent, 200 at most. */
  limit?: number | undefined;
}

/**
 * - `signed-out`: nobody is signed in, or the sign-in has ended; nothing happens until the next login.
 * - `offline`: no connection; the next attempt is scheduled (or `connect` was not called).
 * - `connecting`: an attempt is under way.
 * - `catching-up`: live, but what was missed is still arriving.
 * - `ready`: live and up to date.
 */
export type ConnectionState = 'signed-out' | 'offline' | 'connecting' | 'catching-up' | 'ready';

/** How far a message of one's own has come. In a group, `delivered` and `read` mean by at least one other member. */
export type OutgoingState = 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

/** A message of one's own, as it is now. A new object for each change, so that it can be compared by identity. */
export interface OutgoingMessage {
  /** The client's own id; the entry of the message carries it too. */
  readonly id: string;
  readonly to: Recipient;
  readonly body: string;
  readonly replyTo?: number | undefined;
  /** Whom it mentions, by id. */
  readonly mentions: readonly string[];
  /** When `send` was called, in milliseconds since the epoch by this machine's clock. */
  readonly createdAt: number;
  readonly state: OutgoingState;
  /** Known once the server has acknowledged it. */
  readonly conversation?: string | undefined;
  readonly seq?: number | undefined;
  readonly at?: number | undefined;
  /** Why it failed for good; only with state `failed`. */
  readonly error?: ParleyError | undefined;
}

export interface SendOptions {
  /** The `seq` of the message that this one answers. */
  replyTo?: number | undefined;
  /** Members of the group whom the message mentions, by id; at most 50. */
  mentions?: readonly string[] | undefined;
}

/** What `send` returns: follows one message of one's own. */
export interface SendHandle {
  readonly id: string;
  /** The message as it is now; changes are also told by the event `outgoing`. */
  readonly message: OutgoingMessage;
  /** Resolves when the message is durable at its `seq`; rejects when it failed for good or was discarded. Never times out: the outbox keeps trying. */
  sent(): Promise<SentMessage>;
  /** Tries a failed message again, behind those that wait now. */
  retry(): void;
  /** Forgets a message that waits or has failed. One that is on its way may still arrive. */
  discard(): void;
}

export interface SentMessage {
  readonly id: string;
  readonly conversation: string;
  readonly seq: number;
  readonly at: number;
}

/** A conversation that moved by more than was sent: no `entry` comes for `after` < seq ≤ `summary.head`; page when it is needed. */
export interface ConversationChange {
  summary: ConversationSummary;
  /** The last entry that was handed over before the hole; absent if none was. */
  after?: number | undefined;
}

/** The caller's own membership of a group began or ended. Comes right behind the `entry` that says so. */
export interface MembershipChange {
  conversation: string;
  /** `true`: the entry is the first one of the membership; what lies before is history. `false`: it is the last one, and nothing follows. */
  member: boolean;
  entry: Entry;
}

export interface ClientEvents {
  state: ConnectionState;
  /** Somebody signed in (again) or out. */
  session: Session | undefined;
  /**
   * Once each and in order of `seq` within a conversation, without gaps from the first one on; one's own messages too, whatever device sent
   * them. A gap remains where a membership ended while entries were missing (they may no longer be read) and before the entry that began a
   * new one.
   */
  entry: Entry;
  /** One became a member of a group, or ceased to be one. Not told when the beginning lies in what `changes` left out: its summary says `from`. */
  membership: MembershipChange;
  /** A message of one's own has changed its state. */
  outgoing: OutgoingMessage;
  /** A message was discarded: its id. */
  discarded: string;
  /** A participant's cursors moved; one's own too, when another device moved them. */
  receipt: { conversation: string; user: string; received: number; read: number };
  /** How many have received and read the newest of one's own messages in a large group, where `receipt` does not tell of each. */
  receipts: ReceiptCounts;
  typing: { conversation: string; user: string };
  presence: Presence;
  /** Conversations with holes, see `ConversationChange`. */
  changes: readonly ConversationChange[];
  /** The server could not tell what was missed: reload the list of conversations and the histories that are shown. Comes on the first connect too. */
  reset: undefined;
  /** The server refused something that belongs to no message, such as a cursor. For logs. */
  notice: ParleyError;
}

/** Who is signed in. */
export interface Session {
  user: User;
  /** When the access token expires, in milliseconds since the epoch; it is refreshed before. */
  expiresAt: number;
  /** Empty in cookie mode. Changes with each refresh: keep the newest one if the session is to outlive the process. */
  refreshToken: string;
}

export interface Credentials {
  username: string;
  password: string;
  /** How the device is called in the list of devices. */
  deviceName?: string | undefined;
}

export interface Registration extends Credentials {
  displayName?: string | undefined;
  /** The code of an invitation, of a user's or into a group; needed where registration is by invitation. */
  invite?: string | undefined;
}

/** A message that waits for its acknowledgement, as an `OutboxStore` keeps it. Plain data. */
export interface OutboxItem {
  id: string;
  /** Who sends it; the outbox of another account is left alone. */
  from: string;
  to: Recipient;
  body: string;
  replyTo?: number | undefined;
  mentions?: readonly string[] | undefined;
  createdAt: number;
  /** Place in the queue; unique and ascending per store. */
  order: number;
  /** Set once it failed for good. */
  failure?: { code: string; message: string } | undefined;
}

/** Where unacknowledged messages outlive the process. Calls are made in order, one at a time. */
export interface OutboxStore {
  /** All items of one account, in any order. */
  load(from: string): Promise<OutboxItem[]>;
  /** Inserts or replaces by id. A send leaves only after this has resolved. */
  put(item: OutboxItem): Promise<void>;
  delete(id: string): Promise<void>;
}

/**
 * Where `since` of the last `ready` is kept, per account. One that outlives the process is only right for an application that also keeps
 * its entries: what came after that `ready` is then handed over again.
 */
export interface SinceStore {
  load(user: string): Promise<string | undefined>;
  save(user: string, since: string): Promise<void>;
}
