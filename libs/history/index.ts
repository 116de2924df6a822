export {
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
  type MemberState,
  type MemberWrite,
  type Membership,
  type PageRequest,
  type ReceiptCount,
  type ReceiptsRequest,
  type StoredEntry,
  type WriteSpacing,
} from './history.js';
export { Histories } from './histories.js';
export { HistoryModule } from './history.module.js';
export { CassandraHistory } from './history.cassandra.js';
export { PostgresHistory, type PostgresHistoryOptions } from './history.postgres.js';
export type { CassandraOptions } from './session.cassandra.js';
export { MAX_RECORD_COMMANDS, packPosition, type Position } from './position.js';
