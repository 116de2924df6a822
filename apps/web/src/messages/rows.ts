import type { Entry, OutgoingMessage } from '@parley/client';
import { startOfDay } from '../ui/time.js';
import { isSystem, type SystemEntry } from './system-text.js';

/** A message as the list shows it: part of the history, or still on its way there. */
export interface ShownMessage {
  readonly id: string;
  readonly from: string;
  readonly body: string;
  /** Whom it mentions, by id. */
  readonly mentions: readonly string[];
  readonly at: number;
  readonly entry?: Entry;
  readonly outgoing?: OutgoingMessage;
}

/** A change of the group, in its place in the history. */
export type ShownSystem = Entry & SystemEntry;

export type Row =
  | { kind: 'beginning'; key: string }
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string; at: number }
  | { kind: 'system'; key: string; at: number; entry: ShownSystem }
  | { kind: 'message'; key: string; at: number; message: ShownMessage; first: boolean; last: boolean };

export interface RowsInput {
  entries: readonly Entry[];
  outgoing: readonly OutgoingMessage[];
  /** Whether the loaded entries reach back to the first one. */
  complete: boolean;
  unreadAfter: number | undefined;
  me: string;
}

/** Messages of one sender within this time stand together. */
const RUN_MS = 5 * 60_000;

/**
 * The lines of a conversation from the oldest to the newest. Keys stay with what they name: a message keeps its own from the
 * moment of sending, so that nothing is drawn anew when it is acknowledged.
 */
export function rowsOf({ entries, outgoing, complete, unreadAfter, me }: RowsInput): Row[] {
  const items = [...entries.filter(isShown).map(ofEntry), ...outgoing.map((each) => ofOutgoing(each, me))];
  const rows: Row[] = complete ? [{ kind: 'beginning', key: 'beginning' }] : [];
  // Where the line belongs is known only if what stands above it is loaded.
  const oldest = entries[0]?.seq ?? 0;
  let lineDrawn = unreadAfter === undefined || (!complete && oldest > unreadAfter);
  items.forEach((item, index) => {
    const before = items[index - 1];
    // What lies above the first loaded message is unknown: a line there would move when it is loaded.
    const newDay = before ? startOfDay(before.at) !== startOfDay(item.at) : complete;
    const lineHere = !lineDrawn && isUnread(item, { after: unreadAfter ?? 0, me });
    if (newDay) rows.push({ kind: 'day', key: `day ${startOfDay(item.at)}`, at: item.at });
    if (lineHere) rows.push({ kind: 'unread', key: 'unread', at: item.at });
    lineDrawn ||= lineHere;
    if (isChange(item)) rows.push({ kind: 'system', key: `system ${item.seq}`, at: item.at, entry: item });
    else {
      const first = newDay || lineHere || !isRun(before, item);
      rows.push({ kind: 'message', key: item.id, at: item.at, message: item, first, last: !isRun(item, items[index + 1]) });
    }
  });
  return rows;
}

type Item = ShownMessage | ShownSystem;

function isShown(entry: Entry): boolean {
  return entry.kind === 'message' || isSystem(entry);
}

function isChange(item: Item): item is ShownSystem {
  return isSystem(item);
}

/** Only what somebody else wrote is news; a change of the group is not counted either. */
function isUnread(item: Item, { after, me }: { after: number; me: string }): boolean {
  return !isChange(item) && item.from !== me && (item.entry?.seq ?? 0) > after;
}

function isRun(earlier: Item | undefined, later: Item | undefined): boolean {
  if (!earlier || !later || isChange(earlier) || isChange(later)) return false;
  return earlier.from === later.from && later.at - earlier.at < RUN_MS && startOfDay(earlier.at) === startOfDay(later.at);
}

// One object per entry for as long as the entry lives, so that a row is drawn again only when its message changed.
const shownEntries = new WeakMap<object, ShownMessage>();

function ofEntry(entry: Entry): Item {
  if (isSystem(entry)) return entry;
  const { id, from, body, mentions, at } = entry;
  return remembered(entry, () => ({ id, from, body, mentions, at, entry }));
}

function ofOutgoing(outgoing: OutgoingMessage, me: string): ShownMessage {
  const { id, body, mentions, at, createdAt } = outgoing;
  return remembered(outgoing, () => ({ id, from: me, body, mentions, at: at ?? createdAt, outgoing }));
}

function remembered(source: object, make: () => ShownMessage): ShownMessage {
  const known = shownEntries.get(source);
  if (known) return known;
  const message = make();
  shownEntries.set(source, message);
  return message;
}
