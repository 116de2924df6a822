import type { Entry, Receipt } from '#contracts/gen/parley/conversation/v1/entry.js';

/** What the sequencer has decided and History is to hold. Everything carries its position as version. */
export interface HistoryWrite {
  entries: readonly StoredEntry[];
  /** The newest state of each conversation that moved. */
  heads: readonly HeadWrite[];
  /** How far senders have received and read by sending; merged by maximum. */
  cursors: readonly CursorWrite[];
  /** Blocks that changed; invisible, but part of the order. */
  blocks: readonly BlockWrite[];
}

export interface StoredEntry {
  entry: Entry;
  position: bigint;
}

export interface HeadWrite {
  conversation: string;
  partition: number;
  /** Who takes part, for the lists of conversations. */
  participants: readonly string[];
  seq: number;
  ordinal: number;
  at: number;
  position: bigint;
}

export interface CursorWrite {
  conversation: string;
  user: string;
  received: number;
  read: number;
  /** The ordinal of the entry `read`. */
  readOrdinal: number;
}

export interface BlockWrite {
  conversation: string;
  blocker: string;
  blocked: boolean;
  version: number;
  position: bigint;
}

/** A conversation as of a position: what the sequencer goes on from. */
export interface HeadState {
  conversation: string;
  /** 0 for a conversation without entries. */
  seq: number;
  ordinal: number;
  at: number;
  blocks: readonly { blocker: string; blocked: boolean; version: number }[];
}

export interface AcceptedId {
  id: string;
  seq: number;
  at: number;
}

export interface PageRequest {
  conversation: string;
  before?: number | undefined;
  after?: number | undefined;
  /** How many messages at most. */
  limit: number;
}

export interface EntryPage {
  entries: Entry[];
  more: boolean;
}

/** A conversation as one participant sees it in a list. */
export interface ConversationRow {
  conversation: string;
  participants: readonly string[];
  head: number;
  /** Time of the last activity, in milliseconds since the epoch. */
  at: number;
  read: number;
  unread: number;
  last: Entry | undefined;
  /** How far each participant has received and read. */
  receipts: readonly Receipt[];
}

export interface ListRequest {
  user: string;
  /** Only conversations that come after this one in the order (last activity descending, then id). */
  after?: { at: number; conversation: string } | undefined;
  limit: number;
}

/**
 * What the conversations hold, for as long as they exist. Only the sequencer writes entries, heads and blocks; a write that
 * carries an older or the same position changes nothing, so replays and former owners do no harm. Cursors merge by maximum.
 * Everything is durable when its promise resolves; a rejected write may have happened in part and is to be repeated.
 */
export abstract class History {
  abstract write(batch: HistoryWrite): Promise<void>;
  /** The heads of conversations as of the positions: rows at or above `below` are ignored. One answer per request, in order. */
  abstract loadHeads(requests: readonly { conversation: string; below: bigint }[]): Promise<HeadState[]>;
  /** The ids that a sender used in a conversation at `since` or later (ms), as of the position. */
  abstract loadIds(request: { conversation: string; sender: string; since: number; below: bigint }): Promise<AcceptedId[]>;

  /** A page of entries in ascending order; without `before` and `after` the newest. */
  abstract page(request: PageRequest): Promise<EntryPage>;
  /** A user's conversations by last activity. */
  abstract list(request: ListRequest): Promise<ConversationRow[]>;
  /** A user's conversations of the partition whose head lies at or above the position. */
  abstract changedSince(user: string, since: readonly { partition: number; position: bigint }[]): Promise<ConversationRow[]>;
  /** The newest entries whose position is at least `position`, ascending, and whether there are more than `limit`. */
  abstract entriesSince(request: { conversation: string; position: bigint; limit: number }): Promise<EntryPage>;

  /** Moves cursors forward, never beyond the head. Answers each cursor as it now stands, and whether it moved. */
  abstract moveCursors(
    moves: readonly { conversation: string; user: string; received: number; read: number }[],
  ): Promise<{ receipt: Receipt; moved: boolean }[]>;

  /** The committed position of a partition: below it everything is written. */
  abstract commit(partition: number, position: { epoch: number; offset: number }): Promise<void>;
  abstract committed(partition: number): Promise<{ epoch: number; offset: number } | undefined>;
  abstract close(): Promise<void>;
}
