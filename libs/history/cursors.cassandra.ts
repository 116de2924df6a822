import type { Receipt } from '#contracts/gen/parley/conversation/v1/entry.js';
import { headsOf, readMember } from './lists.cassandra.js';
import type { CursorWrite, ReceiptCount, ReceiptsRequest } from './history.js';
import { toCursor, toReceipt, type Cursor, type CursorRow, type Head, type IdRow } from './rows.cassandra.js';
import { bucketOf } from './schema.cassandra.js';
import type { CassandraSession } from './session.cassandra.js';
import * as cql from './statements.cassandra.js';
import { directCursor, groupCursor, Partitions } from './writes.cassandra.js';

interface Move {
  conversation: string;
  user: string;
  received: number;
  read: number;
}

interface Moved {
  receipt: Receipt;
  moved: boolean;
  members: number;
}

/**
 * Reads, then writes what is greater. Who moves the same cursor at the same time does no harm: the cursor is its own version, so
 * the greater one stays; at most both are told that it moved.
 */
export async function moveCursors(session: CassandraSession, moves: readonly Move[]): Promise<Moved[]> {
  const heads = await headsOf(session, new Set(moves.map(({ conversation }) => conversation)));
  const writes = new Partitions();
  const results = await Promise.all(moves.map((move) => moveCursor(session, { move, head: heads.get(move.conversation), writes })));
  await writes.write(session);
  return results.filter((result) => result !== undefined);
}

async function moveCursor(
  session: CassandraSession,
  { move, head, writes }: { move: Move; head: Head | undefined; writes: Partitions },
): Promise<Moved | undefined> {
  const current = head && (await cursorOf(session, head, move.user));
  if (head === undefined || current === undefined) return undefined;
  const { conversation, user } = move;
  const read = Math.min(move.read, head.seq);
  const received = Math.max(Math.min(move.received, head.seq), read);
  const moved = received > current.received || read > current.read;
  if (moved) {
    const readOrdinal = read > current.read ? await ordinalOf(session, head, read) : 0;
    const write: CursorWrite = {
      conversation,
      user,
      direct: head.participants.length > 0,
      received: received > current.received ? received : 0,
      read: read > current.read ? read : 0,
      readOrdinal,
    };
    if (write.direct) writes.add(['conversations', conversation], ...directCursor(write));
    else writes.add(['members', conversation], ...groupCursor(write));
  }
  const now: Cursor = { received: Math.max(received, current.received), read: Math.max(read, current.read), readOrdinal: 0 };
  return { receipt: toReceipt(conversation, user, now), moved, members: head.members };
}

/** Undefined for who takes no part. */
async function cursorOf(
  session: CassandraSession,
  { conversation, participants, cursors }: Head,
  user: string,
): Promise<Cursor | undefined> {
  if (participants.length > 0) return participants.includes(user) ? (cursors.get(user) ?? toCursor()) : undefined;
  const row = await readMember(session, conversation, user);
  return row?.role ? toCursor(row.received, row.read, row.read_ordinal) : undefined;
}

async function ordinalOf(session: CassandraSession, head: Head, seq: number): Promise<number> {
  if (seq === head.seq) return head.ordinal;
  const row = await session.first<IdRow>(cql.IDS_DOWN, [head.conversation, bucketOf(seq), BigInt(seq), BigInt(seq), 1]);
  return Number(row?.ordinal ?? 0);
}

export async function listReceipts(session: CassandraSession, { conversation, seq, after, limit }: ReceiptsRequest): Promise<Receipt[]> {
  const rows = await session.select<CursorRow>(cql.SELECT_CURSORS, [conversation, after]);
  const receipts = rows.filter(({ role }) => role).map((row) => toReceipt(conversation, row.user_id, toCursor(row.received, row.read)));
  return receipts.filter(({ received }) => received >= seq).slice(0, limit);
}

export async function countReceipts(
  session: CassandraSession,
  conversation: string,
  entries: readonly { seq: number; from: string }[],
): Promise<ReceiptCount[]> {
  const rows = (await session.select<CursorRow>(cql.SELECT_ALL_CURSORS, [conversation])).filter(({ role }) => role);
  return entries.map(({ seq, from }) => {
    const readers = rows
      .filter((row) => row.user_id !== from && Number(row.first_seq) <= seq)
      .map((row) => toCursor(row.received, row.read));
    return {
      seq,
      received: readers.filter(({ received }) => received >= seq).length,
      read: readers.filter(({ read }) => read >= seq).length,
    };
  });
}
