import type { Entry } from '#contracts/gen/parley/conversation/v1/entry.js';
import type { BlockWrite, CursorWrite, HeadWrite, HistoryWrite, MemberWrite, StoredEntry } from './history.js';
import { detailsOf } from './rows.cassandra.js';
import { bucketOf } from './schema.cassandra.js';
import type { CassandraSession, Statement } from './session.cassandra.js';
import * as cql from './statements.cassandra.js';

/** Rows of one batch, and its bytes: batches of 10 to 30 rows measured best, and servers refuse large ones from 50 KiB on. */
const BATCH_ROWS = 30;
const BATCH_BYTES = 40 * 1024;
/** Bytes of an entry's row beside its text. */
const ENTRY_BYTES = 200;

/** What is written of one conversation at a time. */
interface Flush {
  head: HeadWrite | undefined;
  entries: StoredEntry[];
  /** Of a direct conversation: they lie beside its head. */
  cursors: CursorWrite[];
}

/** A batch on its way, all of one partition. */
interface Batch {
  bucket: number;
  statements: Statement[];
  bytes: number;
}

/**
 * Writes in two steps. First what has to be there before anybody sees the entries: members, mentions, inboxes, and what heads are
 * restored from; then the conversations.
 */
export async function writeHistory(session: CassandraSession, write: HistoryWrite): Promise<void> {
  const flushes = flushesOf(write);
  const first = new Partitions();
  for (const member of write.members) addMember(first, member);
  for (const block of write.blocks) first.add(['blocks', block.conversation], blockStatement(block));
  for (const { entry, position } of write.entries) addBeforeEntry(first, entry, position, flushes.get(entry.conversation)?.head);
  // Joining begins with what was said before as read; otherwise cursors need not wait for anything.
  const groupCursors = write.members.length > 0 ? first : new Partitions();
  for (const cursor of write.cursors) {
    if (!cursor.direct) groupCursors.add(['members', cursor.conversation], ...groupCursor(cursor));
  }
  await first.write(session);
  await all(
    [...flushes.values()]
      .map((flush) => writeConversation(session, flush))
      .concat(groupCursors === first ? [] : groupCursors.write(session)),
  );
}

function flushesOf({ heads, entries, cursors }: HistoryWrite): Map<string, Flush> {
  const flushes = new Map<string, Flush>();
  const of = (conversation: string): Flush => {
    const flush = flushes.get(conversation) ?? { head: undefined, entries: [], cursors: [] };
    flushes.set(conversation, flush);
    return flush;
  };
  for (const head of heads) of(head.conversation).head = head;
  for (const stored of entries) of(stored.entry.conversation).entries.push(stored);
  for (const cursor of cursors) if (cursor.direct) of(cursor.conversation).cursors.push(cursor);
  return flushes;
}

/** The head comes with the last entries, after all others are durable: it never tells of an entry that is not there. */
async function writeConversation(session: CassandraSession, { head, entries, cursors }: Flush): Promise<void> {
  const batches = batchesOf(entries);
  const tail = [...(head === undefined ? [] : headStatements(head, entries)), ...cursors.flatMap(directCursor)];
  const last = batches.at(-1);
  const together = last?.bucket === 0 && tail.length > 0;
  await all((together ? batches.slice(0, -1) : batches).map(({ statements }) => session.apply(statements)));
  await session.apply(together ? [...last.statements, ...tail] : tail);
}

function batchesOf(entries: readonly StoredEntry[]): Batch[] {
  const batches: Batch[] = [];
  for (const { entry, position } of entries) {
    const bucket = bucketOf(entry.seq);
    const bytes = ENTRY_BYTES + Buffer.byteLength(entry.body);
    let batch = batches.at(-1);
    if (batch?.bucket !== bucket || batch.statements.length === BATCH_ROWS || batch.bytes + bytes > BATCH_BYTES) {
      batch = { bucket, statements: [], bytes: 0 };
      batches.push(batch);
    }
    batch.statements.push(entryStatement(entry, bucket, position));
    batch.bytes += bytes;
  }
  return batches;
}

function entryStatement(entry: Entry, bucket: number, position: bigint): Statement {
  const { conversation, seq, ordinal, kind, id, from, at, body } = entry;
  const key = [conversation, bucket, BigInt(seq)];
  const columns = [BigInt(ordinal), kind, id, from, BigInt(at), body, detailsOf(entry), position];
  return { query: cql.ENTRY, params: [...key, ...columns, position] };
}

function headStatements(head: HeadWrite, entries: readonly StoredEntry[]): Statement[] {
  const { conversation, position, message } = head;
  const columns = [BigInt(head.seq), BigInt(head.ordinal), position, head.partition, head.participants, head.members];
  const statements =
    message.seq > 0
      ? [{ query: cql.HEAD_AND_MESSAGE, params: [position, ...columns, BigInt(message.seq), BigInt(message.at), conversation] }]
      : [{ query: cql.HEAD, params: [position, ...columns, conversation] }];
  const change = entries.findLast(({ entry }) => entry.kind === 'system');
  if (change !== undefined) {
    statements.push({ query: cql.HEAD_CHANGE, params: [change.position, change.entry.id, change.position, conversation] });
  }
  return statements;
}

/** A cursor is its own version, so a smaller one changes nothing. */
export function directCursor({ conversation, user, ...cursor }: CursorWrite): Statement[] {
  const [received, read, readOrdinal] = [BigInt(cursor.received), BigInt(cursor.read), BigInt(cursor.readOrdinal)];
  const { DIRECT_CURSOR: statements } = cql;
  if (received === read && read > 0n) {
    return [{ query: statements.both, params: [read, user, received, user, read, user, readOrdinal, conversation] }];
  }
  return [
    ...(received > 0n ? [{ query: statements.received, params: [received, user, received, conversation] }] : []),
    ...(read > 0n ? [{ query: statements.read, params: [read, user, read, user, readOrdinal, conversation] }] : []),
  ];
}

export function groupCursor({ conversation, user, ...cursor }: CursorWrite): Statement[] {
  const [received, read, readOrdinal] = [BigInt(cursor.received), BigInt(cursor.read), BigInt(cursor.readOrdinal)];
  const { GROUP_CURSOR: statements } = cql;
  if (received === read && read > 0n) {
    return [{ query: statements.both, params: [read, received, read, readOrdinal, conversation, user] }];
  }
  return [
    ...(received > 0n ? [{ query: statements.received, params: [received, received, conversation, user] }] : []),
    ...(read > 0n ? [{ query: statements.read, params: [read, read, readOrdinal, conversation, user] }] : []),
  ];
}

function blockStatement({ conversation, blocker, position, blocked, version }: BlockWrite): Statement {
  return { query: cql.BLOCK, params: [conversation, blocker, position, blocked, BigInt(version), position] };
}

function addMember(partitions: Partitions, { conversation, user, role, position, ...member }: MemberWrite): void {
  const [from, seq, joinedAt] = [BigInt(member.from), BigInt(member.seq), BigInt(member.joinedAt)];
  const until = role === '' ? seq : 0n;
  partitions.add(['members', conversation], {
    query: cql.MEMBER,
    params: [conversation, user, role, from, seq, joinedAt, position, position],
  });
  partitions.add(['member_changes', conversation], {
    query: cql.MEMBER_CHANGE,
    params: [conversation, user, position, role, from, joinedAt, position],
  });
  partitions.add(['inbox', user], {
    query: cql.INBOX_GROUP,
    params: [user, conversation, role, from, until, seq, joinedAt, position, position],
  });
}

/** The inbox rows of a direct conversation never change, so they are written with its first entry only; which a replay repeats. */
function addBeforeEntry(partitions: Partitions, entry: Entry, position: bigint, head: HeadWrite | undefined): void {
  const { conversation, seq, kind, id, mentions } = entry;
  for (const user of seq === 1 ? (head?.participants ?? []) : []) {
    partitions.add(['inbox', user], { query: cql.INBOX_DIRECT, params: [user, conversation, position] });
  }
  for (const user of mentions) {
    partitions.add(['mentions', user, conversation], { query: cql.MENTION, params: [user, conversation, BigInt(seq), position] });
  }
  if (kind === 'system') {
    partitions.add(['changes', conversation], { query: cql.CHANGE, params: [conversation, position, id, position] });
  }
}

/** Statements by the partition that they concern. */
export class Partitions {
  private readonly partitions = new Map<string, Statement[]>();

  /** @param partition the table and the partition's key */
  add(partition: readonly string[], ...statements: Statement[]): void {
    const key = JSON.stringify(partition);
    const found = this.partitions.get(key);
    if (found === undefined) this.partitions.set(key, statements);
    else found.push(...statements);
  }

  async write(session: CassandraSession): Promise<void> {
    const batches: Promise<void>[] = [];
    for (const statements of this.partitions.values()) {
      for (let start = 0; start < statements.length; start += BATCH_ROWS) {
        batches.push(session.apply(statements.slice(start, start + BATCH_ROWS)));
      }
    }
    await all(batches);
  }
}

/** Like `Promise.all`, but nothing is under way any more when it rejects, so that a repetition does not overtake it. */
async function all(work: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
