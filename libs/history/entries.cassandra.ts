import type { AcceptedId, EntriesSinceRequest, EntryPage, PageRequest } from './history.js';
import { greatestPage, lengthOfPage } from './page-length.js';
import { toEntry, toHead, type EntryRow, type Head, type HeadRow, type IdRow } from './rows.cassandra.js';
import { bucketOf } from './schema.cassandra.js';
import type { CassandraSession } from './session.cassandra.js';
import * as cql from './statements.cassandra.js';

/** Entries read at once in the search for ids. */
const IDS_CHUNK = 2_000;

interface Range {
  conversation: string;
  first: number;
  last: number;
  /** Which end to begin at. */
  order: 'up' | 'down';
  limit: number;
}

export async function readHead(session: CassandraSession, conversation: string): Promise<Head | undefined> {
  return toHead(conversation, await session.first<HeadRow>(cql.SELECT_HEAD, [conversation]));
}

export async function readPage(session: CassandraSession, request: PageRequest): Promise<EntryPage> {
  const { conversation, before, after, from, until, limit } = request;
  const forward = before === undefined && after !== undefined;
  const first = Math.max((after ?? 0) + 1, from);
  const last = Math.min((before ?? Number.MAX_SAFE_INTEGER) - 1, until);
  const read = (count: number): Promise<EntryRow[]> =>
    readRange(session, { conversation, first, last, order: forward ? 'up' : 'down', limit: count });
  let rows = await read(limit + 1);
  // Mostly there are only messages; what rides along takes a second look.
  if (rows.length > limit && rows.some((row) => row.kind !== 'message')) rows = await read(greatestPage(limit) + 1);
  const count = lengthOfPage(rows, limit);
  const entries = rows.slice(0, count).map((row) => toEntry(conversation, row));
  return { entries: forward ? entries : entries.reverse(), more: rows.length > count };
}

export async function readSince(session: CassandraSession, request: EntriesSinceRequest): Promise<EntryPage> {
  const { conversation, position, from, until, limit } = request;
  const rows = await readRange(session, { conversation, first: from, last: until, order: 'down', limit: limit + 1 });
  const missed = rows.filter((row) => row.position >= position);
  const entries = missed.slice(0, limit).map((row) => toEntry(conversation, row));
  return { entries: entries.reverse(), more: missed.length > limit };
}

/** Up to `limit` entries of the range, none beyond the head: behind it there may be gaps while a write is under way. */
async function readRange(session: CassandraSession, range: Range): Promise<EntryRow[]> {
  return (await readFirstBucket(session, range)) ?? readBuckets(session, range);
}

/** Most conversations have one bucket, where the head lies too: one look. Undefined if that does not do. */
async function readFirstBucket(
  session: CassandraSession,
  { conversation, first, last, order, limit }: Range,
): Promise<EntryRow[] | undefined> {
  const unbounded = order === 'down' && last > Number.MAX_SAFE_INTEGER / 2;
  if (bucketOf(order === 'up' ? first : last) > 0 && !unbounded) return undefined;
  const query = order === 'up' ? cql.ENTRIES_UP : cql.ENTRIES_DOWN;
  const found = await session.select<EntryRow>(query, [conversation, 0, BigInt(first), BigInt(last), limit]);
  const head = Number(found[0]?.head_seq ?? 0);
  const rows = found.filter((row) => Number(row.seq) <= head);
  const whole = bucketOf(Math.min(last, head)) === 0;
  if (order === 'up') return rows.length === limit || (whole && head > 0) ? rows : undefined;
  return whole && head > 0 && rows.length === found.length ? rows : undefined;
}

async function readBuckets(session: CassandraSession, range: Range): Promise<EntryRow[]> {
  const head = await readHead(session, range.conversation);
  if (head === undefined) return [];
  return walk<EntryRow>(session, range.order === 'up' ? cql.ENTRIES_UP : cql.ENTRIES_DOWN, {
    ...range,
    last: Math.min(range.last, head.seq),
  });
}

async function walk<Row>(session: CassandraSession, query: string, { conversation, first, last, order, limit }: Range): Promise<Row[]> {
  const rows: Row[] = [];
  const [start, end] = order === 'up' ? [first, last] : [last, first];
  const step = order === 'up' ? 1 : -1;
  if (first > last) return rows;
  for (let bucket = bucketOf(start); bucket !== bucketOf(end) + step && rows.length < limit; bucket += step) {
    rows.push(...(await session.select<Row>(query, [conversation, bucket, BigInt(first), BigInt(last), limit - rows.length])));
  }
  return rows;
}

/** The newest entry below the position. The head may be ahead of it by what was not committed: a few entries, or a few thousand. */
export async function readNewestBelow(session: CassandraSession, head: Head, below: bigint): Promise<IdRow | undefined> {
  let last = head.seq;
  for (let limit = 1; last >= 1; limit = Math.min(limit * 16, IDS_CHUNK)) {
    const rows = await walk<IdRow>(session, cql.IDS_DOWN, { conversation: head.conversation, first: 1, last, order: 'down', limit });
    const found = rows.find((row) => row.position < below);
    if (found !== undefined) return found;
    last = Number(rows.at(-1)?.seq ?? 1) - 1;
  }
  return undefined;
}

export async function readIds(
  session: CassandraSession,
  { conversation, sender, since, below }: { conversation: string; sender: string; since: number; below: bigint },
): Promise<AcceptedId[]> {
  const found: AcceptedId[] = [];
  let last = (await readHead(session, conversation))?.seq ?? 0;
  while (last >= 1) {
    const rows = await walk<IdRow>(session, cql.IDS_DOWN, { conversation, first: 1, last, order: 'down', limit: IDS_CHUNK });
    // `at` never falls within a conversation, so the first older entry ends the search.
    const young = rows.filter((row) => Number(row.at) >= since);
    for (const row of young) {
      if (row.sender === sender && row.position < below) found.push({ id: row.id, seq: Number(row.seq), at: Number(row.at) });
    }
    if (young.length < IDS_CHUNK) break;
    last = Number(young.at(-1)?.seq) - 1;
  }
  return found.reverse();
}
