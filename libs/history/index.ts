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
  type ListRequest,
  type PageRequest,
  type StoredEntry,
} from './history.js';
export { PostgresHistory, type PostgresHistoryOptions } from './history.postgres.js';
export { MAX_RECORD_COMMANDS, packPosition, type Position } from './position.js';
