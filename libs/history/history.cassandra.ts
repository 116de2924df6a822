import type { Receipt } from '#contracts/gen/parley/conversation/v1/entry.js';
import { countReceipts, listReceipts, moveCursors } from './cursors.cassandra.js';
import { readIds, readPage, readSince } from './entries.cassandra.js';
import { loadHead } from './heads.cassandra.js';
import {
  History,
  type AcceptedId,
  type ConversationRow,
  type EntriesSinceRequest,
  type EntryPage,
  type HeadState,
  type HistoryWrite,
  type ListRequest,
  type Membership,
  type PageRequest,
  type ReceiptCount,
  type ReceiptsRequest,
} from './history.js';
import { listBehind, listChanged, listConversations, listMemberships, readMembership } from './lists.cassandra.js';
import { packPosition } from './position.js';
import { CassandraSession, type CassandraOptions } from './session.cassandra.js';
import { COMMIT, SELECT_COMMIT } from './statements.cassandra.js';
import { writeHistory } from './writes.cassandra.js';

/**
 * History in Cassandra or ScyllaDB; one keyspace for each service. What is acknowledged is durable on a quorum of the local data
 * centre, and with fewer than three replicas also in the synced commit log of the one, or the server is refused at the start.
 *
 * A conversation's entries and head are one mutation for each write as long as it has less than 5,000 entries. Afterwards the
 * head follows the entries, so that it never tells of what is not there; readers do not look beyond it.
 *
 * Limits. A list of conversations, and what changed for a device, reads the head of every conversation of the user and sorts
 * here: fine for a few thousand conversations each. Receipts and their counts read all members of the group: fine for 100,000.
 * Who left a group keeps a row of some 100 bytes there. Versions are positions as timestamps, thousands of years ahead of any
 * clock: deletions by hand need one too; Cassandra's guardrail `maximum_timestamp` has to stay off, and ScyllaDB
 * needs `restrict_future_timestamp: false`.
 */
export class CassandraHistory extends History {
  /** A write costs about as much as a mutation for each conversation in it, however many entries that has. */
  readonly spacing = { calmMs: 250, urgentMs: 50 };

  private constructor(private readonly session: CassandraSession) {
    super();
  }

  /** Throws with a sentence if the cluster could lose what it acknowledged, and `unavailable` if it is away. */
  static async open(options: CassandraOptions): Promise<CassandraHistory> {
    return new CassandraHistory(await CassandraSession.open(options));
  }

  write(batch: HistoryWrite): Promise<void> {
    return writeHistory(this.session, batch);
  }

  loadHeads(requests: readonly { conversation: string; below: bigint }[]): Promise<HeadState[]> {
    return Promise.all(requests.map(({ conversation, below }) => loadHead(this.session, conversation, below)));
  }

  loadIds(request: { conversation: string; sender: string; since: number; below: bigint }): Promise<AcceptedId[]> {
    return readIds(this.session, request);
  }

  page(request: PageRequest): Promise<EntryPage> {
    return readPage(this.session, request);
  }

  list(request: ListRequest): Promise<ConversationRow[]> {
    return listConversations(this.session, request);
  }

  changedSince(user: string, since: readonly { partition: number; position: bigint }[]): Promise<ConversationRow[]> {
    return listChanged(this.session, user, since);
  }

  entriesSince(request: EntriesSinceRequest): Promise<EntryPage> {
    return readSince(this.session, request);
  }

  memberships(users: readonly string[]): Promise<Membership[]> {
    return listMemberships(this.session, users);
  }

  membership(conversation: string, user: string): Promise<Membership | undefined> {
    return readMembership(this.session, conversation, user);
  }

  behind(user: string, page: { after: string; limit: number }): ReturnType<History['behind']> {
    return listBehind(this.session, user, page);
  }

  receipts(request: ReceiptsRequest): Promise<Receipt[]> {
    return listReceipts(this.session, request);
  }

  countReceipts(conversation: string, entries: readonly { seq: number; from: string }[]): Promise<ReceiptCount[]> {
    return countReceipts(this.session, conversation, entries);
  }

  moveCursors(moves: Parameters<History['moveCursors']>[0]): ReturnType<History['moveCursors']> {
    return moveCursors(this.session, moves);
  }

  /** Its own version, so it never moves back. */
  commit(partition: number, { epoch, offset }: { epoch: number; offset: number }): Promise<void> {
    const version = packPosition({ epoch, offset, index: 0 });
    return this.session.apply([{ query: COMMIT, params: [partition, epoch, BigInt(offset), version] }]);
  }

  async committed(partition: number): Promise<{ epoch: number; offset: number } | undefined> {
    const row = await this.session.first<{ log_epoch: number; log_offset: bigint }>(SELECT_COMMIT, [partition]);
    return row && { epoch: row.log_epoch, offset: Number(row.log_offset) };
  }

  close(): Promise<void> {
    return this.session.close();
  }
}
