import type { Pool } from 'pg';
import type { Entry, Receipt } from '#contracts/gen/parley/conversation/v1/entry.js';
import { openPool } from '#postgres';
import {
  History,
  type AcceptedId,
  type BlockWrite,
  type ConversationRow,
  type CursorWrite,
  type EntryPage,
  type HeadState,
  type HeadWrite,
  type HistoryWrite,
  type EntriesSinceRequest,
  type ListRequest,
  type MemberWrite,
  type Membership,
  type PageRequest,
  type ReceiptCount,
  type ReceiptsRequest,
  type StoredEntry,
} from './history.js';
import { MIGRATIONS } from './migrations.postgres.js';
import { greatestPage, lengthOfPage } from './page-length.js';
import {
  toConversationRow,
  toEntry,
  toMembership,
  type CursorRow,
  type EntryRow,
  type HeadRow,
  type MembershipRow,
  type SummaryRow,
} from './rows.postgres.js';
import * as sql from './statements.postgres.js';

/** Entries read at once in the search for ids. */
const IDS_CHUNK = 2_000;

export interface PostgresHistoryOptions {
  url: string;
  /** Keeps the histories of direct and group conversations apart: one schema each. */
  schema: string;
  onError?: (error: Error) => void;
}

/**
 * History in Postgres. Limits: one server; a conversation is a range of one table's primary key, a list of conversations
 * joins the user's inbox with the heads.
 */
export class PostgresHistory extends History {
  /** Larger batches cost hardly less. */
  readonly spacing = { calmMs: 10, urgentMs: 10 };
  private constructor(private readonly pool: Pool) {
    super();
  }

  static async open({ url, schema, onError }: PostgresHistoryOptions): Promise<PostgresHistory> {
    return new PostgresHistory(await openPool({ url, schema, max: 12, ...(onError && { onError }) }, MIGRATIONS));
  }

  async write({ entries, heads, cursors, blocks, members }: HistoryWrite): Promise<void> {
    if (members.length > 0) await this.pool.query({ name: 'history.members', text: sql.WRITE_MEMBERS, values: memberColumns(members) });
    const mentions = mentionColumns(entries);
    if (mentions[0].length > 0) await this.pool.query({ name: 'history.mentions', text: sql.WRITE_MENTIONS, values: mentions });
    const values = [...entryColumns(entries), ...headColumns(heads), ...cursorColumns(cursors), ...blockColumns(blocks)];
    await this.pool.query({ name: 'history.write', text: sql.WRITE, values });
  }

  async loadHeads(requests: readonly { conversation: string; below: bigint }[]): Promise<HeadState[]> {
    const { rows } = await this.pool.query<HeadRow>({
      name: 'history.heads',
      text: sql.LOAD_HEADS,
      values: [requests.map((request) => request.conversation), requests.map((request) => request.below)],
    });
    return rows.map((row, index) => ({
      conversation: requests[index]?.conversation ?? '',
      seq: Number(row.seq),
      ordinal: Number(row.ordinal),
      at: Number(row.at),
      blocks: row.blocks ?? [],
      members: row.members ?? [],
      lastChange: row.last_change ?? undefined,
    }));
  }

  async loadIds({
    conversation,
    sender,
    since,
    below,
  }: {
    conversation: string;
    sender: string;
    since: number;
    below: bigint;
  }): Promise<AcceptedId[]> {
    const found: AcceptedId[] = [];
    let before = Number.MAX_SAFE_INTEGER;
    for (;;) {
      const { rows } = await this.pool.query<{ id: string; sender: string; seq: string; at: string }>({
        name: 'history.ids',
        text: sql.LOAD_IDS,
        values: [conversation, before, below, IDS_CHUNK],
      });
      // `at` never falls within a conversation, so the first older entry ends the search.
      const young = rows.filter((row) => Number(row.at) >= since);
      for (const row of young) if (row.sender === sender) found.push({ id: row.id, seq: Number(row.seq), at: Number(row.at) });
      if (young.length < IDS_CHUNK) return found.reverse();
      before = Number(young.at(-1)?.seq);
    }
  }

  async page(request: PageRequest): Promise<EntryPage> {
    const { conversation, limit } = request;
    const forward = request.before === undefined && request.after !== undefined;
    let rows = await this.range(request, limit + 1);
    // Mostly there are only messages; what rides along takes a second look.
    if (rows.length > limit && rows.some((row) => row.kind !== 'message')) rows = await this.range(request, greatestPage(limit) + 1);
    const count = lengthOfPage(rows, limit);
    const entries = rows.slice(0, count).map((row) => toEntry(conversation, row));
    return { entries: forward ? entries : entries.reverse(), more: rows.length > count };
  }

  private async range({ conversation, before, after, from, until }: PageRequest, limit: number): Promise<EntryRow[]> {
    const forward = before === undefined && after !== undefined;
    const values = [conversation, Math.max(after ?? 0, from - 1), Math.min(before ?? Number.MAX_SAFE_INTEGER, until + 1), limit];
    const { rows } = await this.pool.query<EntryRow>({
      name: forward ? 'history.page.after' : 'history.page.before',
      text: forward ? sql.PAGE_AFTER : sql.PAGE_BEFORE,
      values,
    });
    return rows;
  }

  async list({ user, after, limit }: ListRequest): Promise<ConversationRow[]> {
    const { rows } = await this.pool.query<SummaryRow>({
      name: 'history.list',
      text: sql.LIST,
      values: [user, after?.at ?? Number.MAX_SAFE_INTEGER, after?.conversation ?? '', limit],
    });
    return rows.map((row) => toConversationRow(user, row));
  }

  async changedSince(user: string, since: readonly { partition: number; position: bigint }[]): Promise<ConversationRow[]> {
    const { rows } = await this.pool.query<SummaryRow>({
      name: 'history.changed',
      text: sql.CHANGED_SINCE,
      values: [user, since.map((part) => part.partition), since.map((part) => part.position)],
    });
    return rows.map((row) => toConversationRow(user, row));
  }

  async entriesSince({ conversation, position, from, until, limit }: EntriesSinceRequest): Promise<EntryPage> {
    const { rows } = await this.pool.query<EntryRow & { position: string }>({
      name: 'history.since',
      text: sql.NEWEST,
      values: [conversation, from, until, limit + 1],
    });
    const missed = rows.filter((row) => BigInt(row.position) >= position);
    const entries = missed.slice(0, limit).map((row) => toEntry(conversation, row));
    return { entries: entries.reverse(), more: missed.length > limit };
  }

  async memberships(users: readonly string[]): Promise<Membership[]> {
    const { rows } = await this.pool.query<MembershipRow>({ name: 'history.memberships', text: sql.MEMBERSHIPS, values: [users] });
    return rows.map(toMembership);
  }

  async membership(conversation: string, user: string): Promise<Membership | undefined> {
    const values = [conversation, user];
    const { rows } = await this.pool.query<MembershipRow>({ name: 'history.membership', text: sql.MEMBERSHIP_OF, values });
    return rows.map(toMembership)[0];
  }

  async behind(user: string, { after, limit }: { after: string; limit: number }): ReturnType<History['behind']> {
    const { rows } = await this.pool.query<{ conversation: string; head: number; received: number }>({
      name: 'history.behind',
      text: sql.BEHIND,
      values: [user, after, limit],
    });
    return rows;
  }

  async receipts({ conversation, seq, after, limit }: ReceiptsRequest): Promise<Receipt[]> {
    const values = [conversation, seq, after, limit];
    const { rows } = await this.pool.query<Receipt>({ name: 'history.receipts', text: sql.RECEIPTS, values });
    return rows;
  }

  async countReceipts(conversation: string, entries: readonly { seq: number; from: string }[]): Promise<ReceiptCount[]> {
    const values = [conversation, entries.map(({ seq }) => seq), entries.map(({ from }) => from)];
    const { rows } = await this.pool.query<ReceiptCount>({ name: 'history.counts', text: sql.COUNT_RECEIPTS, values });
    return rows;
  }

  async moveCursors(
    moves: readonly { conversation: string; user: string; received: number; read: number }[],
  ): Promise<{ receipt: Receipt; moved: boolean; members: number }[]> {
    const { rows } = await this.pool.query<CursorRow>({
      name: 'history.cursors',
      text: sql.MOVE_CURSORS,
      values: [
        moves.map((move) => move.conversation),
        moves.map((move) => move.user),
        moves.map((move) => move.received),
        moves.map((move) => move.read),
      ],
    });
    return rows.map((row) => ({
      receipt: { conversation: row.conversation, user: row.user_id, received: Number(row.received), read: Number(row.read) },
      moved: row.moved,
      members: row.members,
    }));
  }

  async commit(partition: number, { epoch, offset }: { epoch: number; offset: number }): Promise<void> {
    await this.pool.query({ name: 'history.commit', text: sql.COMMIT, values: [partition, epoch, offset] });
  }

  async committed(partition: number): Promise<{ epoch: number; offset: number } | undefined> {
    const { rows } = await this.pool.query<{ epoch: number; offset: string }>('SELECT epoch, "offset" FROM commits WHERE partition = $1', [
      partition,
    ]);
    const [row] = rows;
    return row && { epoch: row.epoch, offset: Number(row.offset) };
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

function entryColumns(entries: readonly StoredEntry[]): unknown[] {
  const of = <T>(pick: (entry: Entry) => T): T[] => entries.map((stored) => pick(stored.entry));
  return [
    of((entry) => entry.conversation),
    of((entry) => entry.seq),
    of((entry) => entry.ordinal),
    of((entry) => entry.kind),
    of((entry) => entry.id),
    of((entry) => entry.from),
    of((entry) => entry.at),
    of((entry) => entry.body),
    of((entry) => entry.target ?? null),
    of((entry) => entry.replyTo ?? null),
    of((entry) => (entry.mentions.length === 0 ? null : entry.mentions.join(','))),
    of((entry) => (entry.system === undefined ? null : JSON.stringify(entry.system))),
    entries.map((stored) => stored.position),
  ];
}

function headColumns(heads: readonly HeadWrite[]): unknown[] {
  return [
    heads.map((head) => head.conversation),
    heads.map((head) => head.partition),
    heads.map((head) => head.participants.join(',')),
    heads.map((head) => head.members),
    heads.map((head) => head.seq),
    heads.map((head) => head.ordinal),
    heads.map((head) => head.message.seq),
    heads.map((head) => head.message.at),
    heads.map((head) => head.position),
  ];
}

function cursorColumns(cursors: readonly CursorWrite[]): unknown[] {
  return [
    cursors.map((cursor) => cursor.conversation),
    cursors.map((cursor) => cursor.user),
    cursors.map((cursor) => cursor.received),
    cursors.map((cursor) => cursor.read),
    cursors.map((cursor) => cursor.readOrdinal),
  ];
}

function blockColumns(blocks: readonly BlockWrite[]): unknown[] {
  return [
    blocks.map((block) => block.conversation),
    blocks.map((block) => block.blocker),
    blocks.map((block) => block.position),
    blocks.map((block) => block.blocked),
    blocks.map((block) => block.version),
  ];
}

function memberColumns(members: readonly MemberWrite[]): unknown[] {
  return [
    members.map((member) => member.conversation),
    members.map((member) => member.user),
    members.map((member) => member.role),
    members.map((member) => member.from),
    members.map((member) => member.seq),
    members.map((member) => member.joinedAt),
    members.map((member) => member.position),
  ];
}

function mentionColumns(entries: readonly StoredEntry[]): [string[], string[], number[]] {
  const columns: [string[], string[], number[]] = [[], [], []];
  for (const { entry } of entries) {
    for (const user of entry.mentions) {
      columns[0].push(user);
      columns[1].push(entry.conversation);
      columns[2].push(entry.seq);
    }
  }
  return columns;
}
