import type { Entry, Receipt, System } from '#contracts/gen/parley/conversation/v1/entry.js';
import type { ConversationRow, HeadState, Membership } from './history.js';

/** Postgres gives bigint as text, and as numbers inside JSON. */
type Wide = string | number;

export interface EntryRow {
  seq: Wide;
  ordinal: Wide;
  kind: string;
  id: string;
  sender: string;
  at: Wide;
  body: string;
  target: Wide | null;
  reply_to: Wide | null;
  mentions: string | null;
  system: string | null;
}

export interface SummaryRow {
  conversation: string;
  participants: string[];
  head: Wide;
  at: Wide;
  ordinal: Wide;
  read: Wide;
  read_ordinal: Wide;
  mentions: Wide;
  last: EntryRow | null;
  receipts: Receipt[] | null;
  first_seq: Wide;
  last_seq: Wide | null;
}

export interface HeadRow {
  seq: string;
  ordinal: string;
  at: string;
  blocks: HeadState['blocks'] | null;
  members: HeadState['members'] | null;
  last_change: string | null;
}

export interface CursorRow {
  conversation: string;
  user_id: string;
  received: string;
  read: string;
  moved: boolean;
  members: number;
}

export interface MembershipRow {
  user_id: string;
  conversation: string;
  first_seq: Wide;
  seq: Wide;
  head: Wide;
  members: number;
}

export function toEntry(conversation: string, row: EntryRow): Entry {
  return {
    conversation,
    seq: Number(row.seq),
    ordinal: Number(row.ordinal),
    kind: row.kind,
    id: row.id,
    from: row.sender,
    at: Number(row.at),
    body: row.body,
    mentions: row.mentions === null ? [] : row.mentions.split(','),
    ...(row.target !== null && { target: Number(row.target) }),
    ...(row.reply_to !== null && { replyTo: Number(row.reply_to) }),
    ...(row.system !== null && { system: JSON.parse(row.system) as System }),
  };
}

export function toConversationRow(user: string, row: SummaryRow): ConversationRow {
  return {
    conversation: row.conversation,
    participants: row.participants,
    head: Number(row.head),
    at: Number(row.at),
    read: Number(row.read),
    unread: Number(row.ordinal) - Number(row.read_ordinal),
    mentions: Number(row.mentions),
    last: row.last === null ? undefined : toEntry(row.conversation, row.last),
    receipts: row.receipts?.filter((receipt) => receipt.user !== user) ?? [],
    from: Number(row.first_seq),
    until: row.last_seq === null ? undefined : Number(row.last_seq),
  };
}

export function toMembership({ user_id: user, conversation, first_seq: from, seq, head, members }: MembershipRow): Membership {
  return { user, conversation, from: Number(from), seq: Number(seq), head: Number(head), members };
}
