import type { Entry, Receipt, System } from '#contracts/gen/parley/conversation/v1/entry.js';

/** A column that may never have been written. */
type Maybe<T> = T | null;
type Cursors = Maybe<ReadonlyMap<string, bigint>>;

export interface HeadRow {
  head_seq: Maybe<bigint>;
  head_ordinal: bigint;
  head_position: bigint;
  log_partition: number;
  participants: Maybe<readonly string[]>;
  member_count: number;
  message_seq: Maybe<bigint>;
  message_at: Maybe<bigint>;
  change_id: Maybe<string>;
  change_position: Maybe<bigint>;
  received: Cursors;
  read: Cursors;
  read_ordinal: Cursors;
}

/** A conversation as it stands. */
export interface Head {
  conversation: string;
  seq: number;
  ordinal: number;
  position: bigint;
  partition: number;
  /** Empty in a group. */
  participants: readonly string[];
  members: number;
  message: { seq: number; at: number };
  change: { id: string; position: bigint } | undefined;
  /** The cursors of a direct conversation's participants. */
  cursors: ReadonlyMap<string, Cursor>;
}

export interface Cursor {
  received: number;
  read: number;
  readOrdinal: number;
}

export interface EntryRow {
  head_seq: Maybe<bigint>;
  seq: bigint;
  ordinal: bigint;
  kind: string;
  id: string;
  sender: string;
  at: bigint;
  body: string;
  details: string;
  position: bigint;
}

export type IdRow = Pick<EntryRow, 'seq' | 'ordinal' | 'id' | 'sender' | 'at' | 'position'>;

export interface MemberRow {
  user_id: string;
  /** Null if nothing but a cursor was written. */
  role: Maybe<string>;
  first_seq: Maybe<bigint>;
  joined_at: Maybe<bigint>;
  position: Maybe<bigint>;
}

export interface CursorRow {
  user_id: string;
  role: Maybe<string>;
  first_seq: Maybe<bigint>;
  seq: Maybe<bigint>;
  received: Maybe<bigint>;
  read: Maybe<bigint>;
  read_ordinal: Maybe<bigint>;
}

export interface InboxRow {
  conversation: string;
  role: Maybe<string>;
  first_seq: Maybe<bigint>;
  last_seq: Maybe<bigint>;
  seq: Maybe<bigint>;
  joined_at: Maybe<bigint>;
  position: Maybe<bigint>;
}

export interface BlockRow {
  blocker: string;
  position: bigint;
  blocked: boolean;
  version: bigint;
}

/** What a user has of a conversation. */
export interface InboxEntry {
  conversation: string;
  /** Empty in a direct conversation, and for who is no member any more. */
  role: string;
  from: number;
  until: number | undefined;
  /** The entry that made the user what they are. */
  seq: number;
  joinedAt: number;
  position: bigint;
}

export function toHead(conversation: string, row: HeadRow | undefined): Head | undefined {
  if (row === undefined || row.head_seq === null) return undefined;
  const { change_id: id, change_position: position } = row;
  return {
    conversation,
    seq: Number(row.head_seq),
    ordinal: Number(row.head_ordinal),
    position: row.head_position,
    partition: row.log_partition,
    participants: row.participants ?? [],
    members: row.member_count,
    message: { seq: Number(row.message_seq ?? 0), at: Number(row.message_at ?? 0) },
    change: id === null || position === null ? undefined : { id, position },
    cursors: toCursors(row),
  };
}

function toCursors({ received, read, read_ordinal: ordinals }: HeadRow): ReadonlyMap<string, Cursor> {
  const users = new Set([...(received?.keys() ?? []), ...(read?.keys() ?? [])]);
  return new Map([...users].map((user) => [user, toCursor(received?.get(user), read?.get(user), ordinals?.get(user))]));
}

/** Reading is receiving. */
export function toCursor(received: bigint | null = 0n, read: bigint | null = 0n, readOrdinal: bigint | null = 0n): Cursor {
  return {
    received: Math.max(Number(received), Number(read)),
    read: Number(read),
    readOrdinal: Number(readOrdinal),
  };
}

export function toEntry(conversation: string, row: EntryRow): Entry {
  const details = row.details === '' ? {} : (JSON.parse(row.details) as Details);
  return {
    conversation,
    seq: Number(row.seq),
    ordinal: Number(row.ordinal),
    kind: row.kind,
    id: row.id,
    from: row.sender,
    at: Number(row.at),
    body: row.body,
    mentions: [],
    ...details,
  };
}

/** What most entries have not: in one column, so that an entry is always written as a whole and without nulls. */
type Details = Partial<{ target: number; replyTo: number; mentions: string[]; system: System }>;

export function detailsOf({ target, replyTo, mentions, system }: Entry): string {
  if (target === undefined && replyTo === undefined && mentions.length === 0 && system === undefined) return '';
  return JSON.stringify({ target, replyTo, ...(mentions.length > 0 && { mentions }), system } satisfies { [K in keyof Details]: unknown });
}

export function toInboxEntry(row: InboxRow): InboxEntry {
  const until = Number(row.last_seq ?? 0);
  return {
    conversation: row.conversation,
    role: row.role ?? '',
    from: Number(row.first_seq ?? 1),
    until: until === 0 ? undefined : until,
    seq: Number(row.seq ?? 0),
    joinedAt: Number(row.joined_at ?? 0),
    position: row.position ?? 0n,
  };
}

export function toReceipt(conversation: string, user: string, { received, read }: Cursor): Receipt {
  return { conversation, user, received, read };
}
