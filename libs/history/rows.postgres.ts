import type { Entry, Receipt } from '#contracts/gen/parley/conversation/v1/entry.js';
import type { ConversationRow } from './history.js';

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
}

export interface SummaryRow {
  conversation: string;
  participants: string[];
  head: Wide;
  at: Wide;
  ordinal: Wide;
  read: Wide;
  read_ordinal: Wide;
  last: EntryRow | null;
  receipts: Receipt[] | null;
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
    ...(row.target !== null && { target: Number(row.target) }),
    ...(row.reply_to !== null && { replyTo: Number(row.reply_to) }),
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
    last: row.last === null ? undefined : toEntry(row.conversation, row.last),
    receipts: row.receipts?.filter((receipt) => receipt.user !== user) ?? [],
  };
}
