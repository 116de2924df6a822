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
  /** What users have become in groups. */
  members: readonly MemberWrite[];
}

export interface StoredEntry {
  entry: Entry;
  position: bigint;
}

export interface HeadWrite {
  conversation: string;
  partition: number;
  /** The users of a direct conversation, for their lists of conversations; those of a group come as `MemberWrite`. */
  participants: readonly string[];
  /** How many members a group has. */
  members: number;
  seq: number;
  ordinal: number;
  /** The newest message among what is written: its `seq`, and its time in milliseconds; 0 if there is none. */
  message: { seq: number; at: number };
  position: bigint;
}

/** Never beyond what is decided; the entry itself may yet have to be written. 0 leaves out what does not move. */
export interface CursorWrite {
  conversation: string;
  user: string;
  /** Whether the conversation is a direct one. */
  direct: boolean;
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

/** What a user is in a group from `seq` on. */
export interface MemberWrite {
  conversation: string;
  user: string;
  /** Empty: no member any more, after the entry `seq`. */
  role: string;
  /** The first entry that the member may read. */
  from: number;
  /** The entry that made it so. */
  seq: number;
  /** When the user became a member, in milliseconds of log time. */
  joinedAt: number;
  position: bigint;
}

export interface MemberState {
  user: string;
  role: string;
  from: number;
  joinedAt: number;
}

/** A conversation as of a position: what the sequencer goes on from. */
export interface HeadState {
  conversation: string;
  /** 0 for a conversation without entries. */
  seq: number;
  ordinal: number;
  at: number;
  blocks: readonly { blocker: string; blocked: boolean; version: number }[];
  /** The members of a group. */
  members: readonly MemberState[];
  /** The id of the newest system entry. */
  lastChange: string | undefined;
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
  /** The first and the last entry that the reader may read. */
  from: number;
  until: number;
  /** How many messages at most; other entries in the range ride along, up to three for each. */
  limit: number;
}

export interface EntriesSinceRequest {
  conversation: string;
  position: bigint;
  /** The first and the last entry that the reader may read. */
  from: number;
  until: number;
  limit: number;
}

export interface ReceiptsRequest {
  conversation: string;
  seq: number;
  after: string;
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
  /** Time of the newest message or of the user's joining, whichever is later, in milliseconds since the epoch. */
  at: number;
  read: number;
  unread: number;
  /** How many unread messages mention the user. */
  mentions: number;
  /** The newest message that the user may read. */
  last: Entry | undefined;
  /** How far the others have received and read; only of direct conversations. */
  receipts: readonly Receipt[];
  /** The first entry that the user may read. */
  from: number;
  /** The entry that ended the user's membership. */
  until: number | undefined;
}

/** A user's place in a group. */
export interface Membership {
  user: string;
  conversation: string;
  from: number;
  /** The entry that made the user what they are. */
  seq: number;
  /** The newest entry that is known to lie within the membership: a later one may have come after its end. */
  head: number;
  /** How many members the group has. */
  members: number;
}

/** How many have received and read an entry. */
export interface ReceiptCount {
  seq: number;
  received: number;
  read: number;
}

export interface ListRequest {
  user: string;
  /** Only conversations that come after this one in the order (last activity descending, then id). */
  after?: { at: number; conversation: string } | undefined;
  limit: number;
}

export interface WriteSpacing {
  /** While nobody waits for them. */
  calmMs: number;
  /** While readers wait. */
  urgentMs: number;
}

/**
 * What the conversations hold, for as long as they exist. Only the sequencer writes entries, heads and blocks; a write that
 * carries an older or the same position changes nothing, so replays and former owners do no harm. Cursors merge by maximum.
 * Everything is durable when its promise resolves; a rejected write may have happened in part and is to be repeated.
 */
export abstract class History {
  /** How far apart writes should begin, in milliseconds: few large ones may cost much less than many small ones. */
  abstract readonly spacing: WriteSpacing;
  abstract write(batch: HistoryWrite): Promise<void>;
  /** The heads of conversations as of the positions: rows at or above `below` are ignored. One answer per request, in order. */
  abstract loadHeads(requests: readonly { conversation: string; below: bigint }[]): Promise<HeadState[]>;
  /** The ids that a sender used in a conversation at `since` or later (ms), as of the position. */
  abstract loadIds(request: { conversation: string; sender: string; since: number; below: bigint }): Promise<AcceptedId[]>;

  /** A page of entries in ascending order; without `before` and `after` the newest. */
  abstract page(request: PageRequest): Promise<EntryPage>;
  /** A user's conversations by last activity. */
  abstract list(request: ListRequest): Promise<ConversationRow[]>;
  /** A user's conversations of the partition that moved at or above the position; those that the user is no member of any more, if they ended there. */
  abstract changedSince(user: string, since: readonly { partition: number; position: bigint }[]): Promise<ConversationRow[]>;
  /** The newest entries of the range whose position is at least `position`, ascending, and whether there are more than `limit`. */
  abstract entriesSince(request: EntriesSinceRequest): Promise<EntryPage>;

  /** The groups that the users are members of. */
  abstract memberships(users: readonly string[]): Promise<Membership[]>;
  /** The place of a user in a group; undefined if the user is no member. */
  abstract membership(conversation: string, user: string): Promise<Membership | undefined>;
  /** The user's groups with entries that the user has not received, by id, behind the conversation `after`. */
  abstract behind(
    user: string,
    page: { after: string; limit: number },
  ): Promise<{ conversation: string; head: number; received: number }[]>;
  /** The cursors of members who have received an entry, by user id, behind the user `after`. */
  abstract receipts(request: ReceiptsRequest): Promise<Receipt[]>;
  /** How many members but its author have received and read each of the entries. */
  abstract countReceipts(conversation: string, entries: readonly { seq: number; from: string }[]): Promise<ReceiptCount[]>;

  /**
   * Moves cursors of participants and members forward, never beyond the head. Answers each cursor as it now stands, whether it moved,
   * and how many members the group has; nothing for those who take no part.
   */
  abstract moveCursors(
    moves: readonly { conversation: string; user: string; received: number; read: number }[],
  ): Promise<{ receipt: Receipt; moved: boolean; members: number }[]>;

  /** The committed position of a partition: below it everything is written. */
  abstract commit(partition: number, position: { epoch: number; offset: number }): Promise<void>;
  abstract committed(partition: number): Promise<{ epoch: number; offset: number } | undefined>;
  abstract close(): Promise<void>;
}
