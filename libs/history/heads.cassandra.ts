import { readNewestBelow } from './entries.cassandra.js';
import type { HeadState, MemberState } from './history.js';
import { toHead, type BlockRow, type Head, type HeadRow, type IdRow, type MemberRow } from './rows.cassandra.js';
import { bucketOf } from './schema.cassandra.js';
import type { CassandraSession } from './session.cassandra.js';
import * as cql from './statements.cassandra.js';

/**
 * A conversation as of a position. Mostly the newest state is the one: what lies at or above the position is looked up in what
 * was written before it, so the cost is one look at the head, one at the members, and one for each that is not committed yet.
 */
export async function loadHead(session: CassandraSession, conversation: string, below: bigint): Promise<HeadState> {
  const row = await session.first<HeadRow & IdRow>(cql.SELECT_HEAD_AND_NEWEST, [conversation]);
  const head = toHead(conversation, row);
  // A conversation without a head may have a block, which can come before the first message. Groups have none.
  const direct = head === undefined || head.participants.length > 0;
  const [newest, blocks, members, lastChange] = await Promise.all([
    head && row && newestBelow(session, { head, row, below }),
    direct ? loadBlocks(session, conversation, below) : [],
    direct ? [] : loadMembers(session, conversation, below),
    head && loadChange(session, head, below),
  ]);
  const { seq = 0, ordinal = 0, at = 0 } = newest ?? {};
  return { conversation, seq: Number(seq), ordinal: Number(ordinal), at: Number(at), blocks, members, lastChange };
}

async function newestBelow(
  session: CassandraSession,
  { head, row, below }: { head: Head; row: IdRow; below: bigint },
): Promise<IdRow | undefined> {
  if (bucketOf(head.seq) === 0 && row.position < below) return row;
  return readNewestBelow(session, head, below);
}

async function loadChange(session: CassandraSession, { conversation, change }: Head, below: bigint): Promise<string | undefined> {
  if (change === undefined || change.position < below) return change?.id;
  return (await session.first<{ id: string }>(cql.SELECT_CHANGE, [conversation, below]))?.id;
}

async function loadBlocks(session: CassandraSession, conversation: string, below: bigint): Promise<HeadState['blocks']> {
  const rows = await session.select<BlockRow>(cql.SELECT_BLOCKS, [conversation]);
  const newest = new Map<string, BlockRow>();
  for (const row of rows) if (row.position < below && !newest.has(row.blocker)) newest.set(row.blocker, row);
  return [...newest.values()].map(({ blocker, blocked, version }) => ({ blocker, blocked, version: Number(version) }));
}

async function loadMembers(session: CassandraSession, conversation: string, below: bigint): Promise<MemberState[]> {
  const rows = await session.select<MemberRow>(cql.SELECT_MEMBERS, [conversation]);
  const asOf = rows.map(async (row) =>
    row.position !== null && row.position >= below ? loadMemberBefore(session, conversation, row, below) : row,
  );
  return (await Promise.all(asOf)).flatMap((row) => (row?.role ? [toMember(row)] : []));
}

async function loadMemberBefore(
  session: CassandraSession,
  conversation: string,
  { user_id }: MemberRow,
  below: bigint,
): Promise<MemberRow | undefined> {
  const row = await session.first<Omit<MemberRow, 'user_id'>>(cql.SELECT_MEMBER_BEFORE, [conversation, user_id, below]);
  return row && { ...row, user_id };
}

function toMember({ user_id: user, role, first_seq: from, joined_at: joinedAt }: MemberRow): MemberState {
  return { user, role: role ?? '', from: Number(from), joinedAt: Number(joinedAt) };
}
