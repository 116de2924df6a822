import { beginsMembership } from './membership.js';
import type { ConversationSummary, Entry, Receipt } from './protocol.js';

/**
 * A summary that is kept current as entries and receipts come, so that every device of a user counts alike: `unread` is the ordinal of the
 * head minus the ordinal at the read cursor, `mentions` those among them that mention the user. A summary from the server is one.
 * Where a read cursor of another device stops among messages that this one has not seen, the counts are the least upper bounds, and
 * `inexact` is set: they are right again with the next summary of the server (`newerSummary`), so load the list when it is convenient.
 */
export interface LiveSummary extends ConversationSummary {
  /** The unread messages that came since the summary was loaded, ascending; those before are only counted. */
  seen?: readonly UnreadMessage[] | undefined;
  inexact?: boolean | undefined;
}

interface UnreadMessage {
  seq: number;
  mentionsMe: boolean;
}

/** Per conversation; older ones are only counted. */
const MOST_SEEN = 500;

/** The summary of a conversation of which nothing has come yet. `at` is in milliseconds since the epoch. */
export function emptySummary(of: { conversation: string; user?: string; group?: string; at?: number }): LiveSummary {
  return { head: 0, read: 0, unread: 0, mentions: 0, at: 0, from: 1, ...of };
}

/** An entry moved its conversation. Entries that the summary knows change nothing. `me` is the user's id. */
export function summaryWithEntry(summary: LiveSummary, entry: Entry, me: string): LiveSummary {
  if (entry.seq <= summary.head) return summary;
  if (beginsMembership(entry, me)) return begun(summary, entry);
  const own = entry.from === me;
  const moved = entry.kind === 'message' && own ? summary : counted(summary, entry, me);
  const next: LiveSummary = { ...moved, head: entry.seq };
  if (entry.kind !== 'message') return next;
  const shown: LiveSummary = { ...next, last: entry, at: entry.at };
  if (own) return summaryWithRead(shown, entry.seq);
  // Who writes has read what stood before.
  return summaryWithReceipt(shown, { conversation: entry.conversation, user: entry.from, received: entry.seq, read: entry.seq }, me);
}

/** Someone's cursors moved: one's own, on whatever device, tell how much is unread; the other's of a direct conversation are its receipt. */
export function summaryWithReceipt(summary: LiveSummary, receipt: Receipt, me: string): LiveSummary {
  if (receipt.user === me) return summaryWithRead(summary, receipt.read);
  if (summary.group !== undefined) return summary;
  const { received = 0, read = 0 } = summary.receipt ?? {};
  return { ...summary, receipt: { ...receipt, received: Math.max(receipt.received, received), read: Math.max(receipt.read, read) } };
}

/** The user has read up to `seq`. The `ordinal` of that entry, where it is at hand, makes `unread` exact. */
export function summaryWithRead(summary: LiveSummary, seq: number, ordinal?: number): LiveSummary {
  if (seq <= summary.read) return summary;
  if (seq >= summary.head) return { ...summary, read: seq, unread: 0, mentions: 0, seen: [], inexact: false };
  const seen = summary.seen ?? [];
  const left = seen.filter((message) => message.seq > seq);
  const older = olderLeft(summary, seq, ordinal);
  const olderMentions = Math.min(older.count, summary.mentions - mentionsIn(seen));
  return {
    ...summary,
    read: seq,
    unread: older.count + left.length,
    mentions: olderMentions + mentionsIn(left),
    seen: left,
    inexact: !older.exact || olderMentions > 0,
  };
}

/** Of a summary that was kept current and one that the server has just given: an answer may have been overtaken by live entries. */
export function newerSummary(known: LiveSummary | undefined, loaded: ConversationSummary): LiveSummary {
  if (!known) return loaded;
  if (loaded.head < known.head) return known;
  const seen = loaded.head === known.head ? known.seen?.filter((message) => message.seq > loaded.read) : undefined;
  return summaryWithRead({ ...loaded, seen }, known.read);
}

/** What came before the membership is neither unread nor, unless the list says so, to be read. */
function begun(summary: LiveSummary, { seq, at }: Entry): LiveSummary {
  const read = Math.max(summary.read, seq);
  return { ...summary, head: seq, from: seq, read, unread: 0, mentions: 0, last: undefined, at, seen: [], inexact: false };
}

/** Where entries in between were skipped, ordinals still tell how many messages they held, but nothing tells whom those mention. */
function counted(summary: LiveSummary, { kind, seq, ordinal, mentions }: Entry, me: string): LiveSummary {
  const own = kind === 'message' ? 1 : 0;
  const skipped = Math.max(0, ordinal - (summary.last?.ordinal ?? ordinal - own) - own);
  const known = skipped === 0 ? (summary.seen ?? []) : [];
  const message = { seq, mentionsMe: mentions.includes(me) };
  return {
    ...summary,
    unread: summary.unread + skipped + own,
    mentions: summary.mentions + (own === 1 && message.mentionsMe ? 1 : 0),
    seen: own === 1 ? [...known, message].slice(-MOST_SEEN) : known,
    inexact: summary.inexact === true || skipped > 0,
  };
}

/** How many of the unread messages before the seen ones are left behind `seq`. */
function olderLeft(summary: LiveSummary, seq: number, ordinal: number | undefined): { count: number; exact: boolean } {
  const { seen = [], unread, read, head, last } = summary;
  const end = seen[0]?.seq ?? head + 1;
  const older = unread - seen.length;
  const most = Math.max(0, end - 1 - seq);
  if (most === 0 || older === 0) return { count: 0, exact: true };
  if (ordinal !== undefined && last) return { count: last.ordinal - ordinal - seen.length, exact: true };
  // Without an entry in between that is no message, each place holds one.
  return { count: Math.min(older, most), exact: summary.inexact !== true && older === end - 1 - read };
}

function mentionsIn(messages: readonly UnreadMessage[]): number {
  return messages.filter((message) => message.mentionsMe).length;
}
