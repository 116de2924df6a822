import type { Entry } from '#contracts/gen/parley/conversation/v1/entry.js';
import { readHead } from './entries.cassandra.js';
import type { ConversationRow, ListRequest, Membership } from './history.js';
import {
  toCursor,
  toEntry,
  toInboxEntry,
  toReceipt,
  type Cursor,
  type CursorRow,
  type EntryRow,
  type Head,
  type InboxEntry,
  type InboxRow,
} from './rows.cassandra.js';
import { bucketOf } from './schema.cassandra.js';
import type { CassandraSession } from './session.cassandra.js';
import * as cql from './statements.cassandra.js';

/** Groups whose heads are read at once in the search for those where a user is behind. */
const BEHIND_CHUNK = 200;

/** A conversation of a user with its head. */
interface Place {
  inbox: InboxEntry;
  head: Head;
}

/** The user's conversations by last activity: all their heads are read and sorted here. */
export async function listConversations(session: CassandraSession, { user, after, limit }: ListRequest): Promise<ConversationRow[]> {
  const isThere = ({ until }: InboxEntry): boolean => until === undefined;
  const places = (await placesOf(session, user, isThere)).filter(({ inbox }) => isThere(inbox));
  const behind = ({ at, conversation }: { at: number; conversation: string }): boolean =>
    after === undefined || at < after.at || (at === after.at && conversation > after.conversation);
  const sorted = places
    .map((place) => ({ place, at: activityOf(place), conversation: place.head.conversation }))
    .filter(behind)
    .sort((a, b) => b.at - a.at || (a.conversation < b.conversation ? -1 : 1));
  return Promise.all(sorted.slice(0, limit).map(({ place }) => toRow(session, user, place)));
}

export async function listChanged(
  session: CassandraSession,
  user: string,
  since: readonly { partition: number; position: bigint }[],
): Promise<ConversationRow[]> {
  const positions = new Map(since.map(({ partition, position }) => [partition, position]));
  const least = since.reduce((min, { position }) => (position < min ? position : min), since[0]?.position ?? 0n);
  const places = await placesOf(session, user, ({ until, position }) => until === undefined || position >= least);
  const changed = places.filter(({ inbox: { until, position }, head }) => {
    const from = positions.get(head.partition);
    return from !== undefined && (until === undefined ? head.position : position) >= from;
  });
  changed.sort((a, b) => a.head.message.at - b.head.message.at || (a.head.conversation < b.head.conversation ? -1 : 1));
  return Promise.all(changed.map((place) => toRow(session, user, place)));
}

export async function listMemberships(session: CassandraSession, users: readonly string[]): Promise<Membership[]> {
  const found = (await Promise.all(users.map(async (user) => (await groupsOf(session, user)).map((inbox) => ({ user, inbox }))))).flat();
  const heads = await headsOf(session, new Set(found.map(({ inbox }) => inbox.conversation)));
  return found.flatMap(({ user, inbox: { conversation, from, seq } }) => {
    const head = heads.get(conversation);
    // What the head tells may have come after the end of a membership that was read before.
    return head === undefined ? [] : [{ user, conversation, from, seq, head: seq, members: head.members }];
  });
}

export async function readMembership(session: CassandraSession, conversation: string, user: string): Promise<Membership | undefined> {
  // The head first: who is looked up afterwards and found has been a member when it was written.
  const head = await readHead(session, conversation);
  const row = head && (await readMember(session, conversation, user));
  if (head === undefined || !row?.role) return undefined;
  return { user, conversation, from: Number(row.first_seq), seq: Number(row.seq), head: head.seq, members: head.members };
}

export async function listBehind(
  session: CassandraSession,
  user: string,
  { after, limit }: { after: string; limit: number },
): Promise<{ conversation: string; head: number; received: number }[]> {
  const groups = (await groupsOf(session, user)).filter(({ conversation }) => conversation > after);
  const behind: { conversation: string; head: number; received: number }[] = [];
  for (let start = 0; start < groups.length && behind.length < limit; start += BEHIND_CHUNK) {
    const chunk = groups.slice(start, start + BEHIND_CHUNK).map(({ conversation }) => conversation);
    const heads = await headsOf(session, new Set(chunk));
    const cursors = await Promise.all(chunk.map((conversation) => readMember(session, conversation, user)));
    for (const [index, conversation] of chunk.entries()) {
      const head = heads.get(conversation)?.seq ?? 0;
      const { received } = toCursor(cursors[index]?.received, cursors[index]?.read);
      if (head > received) behind.push({ conversation, head, received });
    }
  }
  return behind.slice(0, limit);
}

export function readMember(session: CassandraSession, conversation: string, user: string): Promise<CursorRow | undefined> {
  return session.first<CursorRow>(cql.SELECT_MEMBER, [conversation, user]);
}

/** The heads of many conversations; those that have none are left out. */
export async function headsOf(session: CassandraSession, conversations: ReadonlySet<string>): Promise<Map<string, Head>> {
  const heads = await Promise.all([...conversations].map((conversation) => readHead(session, conversation)));
  return new Map(heads.flatMap((head) => (head === undefined ? [] : [[head.conversation, head]])));
}

async function inboxOf(session: CassandraSession, user: string): Promise<InboxEntry[]> {
  return (await session.select<InboxRow>(cql.SELECT_INBOX, [user])).map(toInboxEntry);
}

async function groupsOf(session: CassandraSession, user: string): Promise<InboxEntry[]> {
  return (await inboxOf(session, user)).filter(({ role }) => role !== '');
}

/**
 * What is wanted of the user's conversations, with their heads. The inbox is read once more after the heads: members are written
 * before entries, so who is a member still may read all that the head tells of (message path, rule 16).
 */
async function placesOf(session: CassandraSession, user: string, wanted: (inbox: InboxEntry) => boolean): Promise<Place[]> {
  const found = (await inboxOf(session, user)).filter(wanted);
  const heads = await headsOf(session, new Set(found.map(({ conversation }) => conversation)));
  return (await inboxOf(session, user)).flatMap((inbox) => {
    const head = heads.get(inbox.conversation);
    return head === undefined ? [] : [{ inbox, head }];
  });
}

function activityOf({ inbox, head }: Place): number {
  return Math.max(head.message.at, inbox.joinedAt);
}

async function toRow(session: CassandraSession, user: string, place: Place): Promise<ConversationRow> {
  const { head, inbox } = place;
  const { conversation, participants } = head;
  const [own, last] = await Promise.all([ownCursor(session, user, head), lastMessage(session, place)]);
  const others = participants.filter((other) => other !== user && head.cursors.has(other));
  return {
    conversation,
    participants,
    head: head.seq,
    at: activityOf(place),
    read: own.read,
    // One's own message may be known as read a moment before the head tells of it.
    unread: Math.max(head.ordinal - own.readOrdinal, 0),
    mentions: await countMentions(session, user, { conversation, after: Math.max(own.read, inbox.from - 1) }),
    last,
    receipts: others.map((other) => toReceipt(conversation, other, head.cursors.get(other) ?? toCursor())),
    from: inbox.from,
    until: inbox.until,
  };
}

async function ownCursor(session: CassandraSession, user: string, head: Head): Promise<Cursor> {
  if (head.participants.length > 0) return head.cursors.get(user) ?? toCursor();
  const row = await readMember(session, head.conversation, user);
  return toCursor(row?.received, row?.read, row?.read_ordinal);
}

async function lastMessage(session: CassandraSession, { head: { conversation, message }, inbox }: Place): Promise<Entry | undefined> {
  if (message.seq === 0 || message.seq < inbox.from) return undefined;
  const seq = BigInt(message.seq);
  const row = await session.first<EntryRow>(cql.ENTRIES_DOWN, [conversation, bucketOf(message.seq), seq, seq, 1]);
  return row && toEntry(conversation, row);
}

async function countMentions(
  session: CassandraSession,
  user: string,
  { conversation, after }: { conversation: string; after: number },
): Promise<number> {
  const row = await session.first<{ count: bigint }>(cql.COUNT_MENTIONS, [user, conversation, BigInt(after)]);
  return Number(row?.count ?? 0);
}
