import type { Entry, OutgoingMessage } from '@parley/client';
import { startOfDay } from '../ui/time.js';

/** A message as the list shows it: part of the history, or still on its way there. */
export interface ShownMessage {
  readonly id: string;
  readonly from: string;
  readonly body: string;
  readonly at: number;
  readonly entry?: Entry;
  readonly outgoing?: OutgoingMessage;
}

export type Row =
  | { kind: 'beginning'; key: string }
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string; at: number }
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
  const messages = [...entries.filter((entry) => entry.kind === 'message').map(ofEntry), ...outgoing.map((each) => ofOutgoing(each, me))];
  const rows: Row[] = complete ? [{ kind: 'beginning', key: 'beginning' }] : [];
  // Where the line belongs is known only if what stands above it is loaded.
  const oldest = entries[0]?.seq ?? 0;
  let lineDrawn = unreadAfter === undefined || (!complete && oldest > unreadAfter);
  messages.forEach((message, index) => {
    const before = messages[index - 1];
    const after = messages[index + 1];
    // What lies above the first loaded message is unknown: a line there would move when it is loaded.
    const newDay = before ? startOfDay(before.at) !== startOfDay(message.at) : complete;
    const lineHere = !lineDrawn && message.from !== me && (message.entry?.seq ?? 0) > (unreadAfter ?? 0);
    if (newDay) rows.push({ kind: 'day', key: `day ${startOfDay(message.at)}`, at: message.at });
    if (lineHere) rows.push({ kind: 'unread', key: 'unread', at: message.at });
    lineDrawn ||= lineHere;
    const first = newDay || lineHere || !isRun(before, message);
    rows.push({ kind: 'message', key: message.id, at: message.at, message, first, last: !isRun(message, after) });
  });
  return rows;
}

function isRun(earlier: ShownMessage | undefined, later: ShownMessage | undefined): boolean {
  if (!earlier || !later) return false;
  return earlier.from === later.from && later.at - earlier.at < RUN_MS && startOfDay(earlier.at) === startOfDay(later.at);
}

// One object per entry for as long as the entry lives, so that a row is drawn again only when its message changed.
const shownEntries = new WeakMap<object, ShownMessage>();

function ofEntry(entry: Entry): ShownMessage {
  return remembered(entry, () => ({ id: entry.id, from: entry.from, body: entry.body, at: entry.at, entry }));
}

function ofOutgoing(outgoing: OutgoingMessage, me: string): ShownMessage {
  return remembered(outgoing, () => ({ id: outgoing.id, from: me, body: outgoing.body, at: outgoing.at ?? outgoing.createdAt, outgoing }));
}

function remembered(source: object, make: () => ShownMessage): ShownMessage {
  const known = shownEntries.get(source);
  if (known) return known;
  const message = make();
  shownEntries.set(source, message);
  return message;
}
