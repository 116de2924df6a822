import {
  emptySummary,
  newerSummary,
  summaryWithEntry,
  summaryWithRead,
  summaryWithReceipt,
  type ConversationSummary,
  type Entry,
  type Group,
  type LiveSummary,
  type MembershipChange,
  type Receipt,
} from '@parley/client';
import { create } from 'zustand';
import { client } from './client.js';
import { groupOf, loadGroups, rememberGroups } from './groups.js';
import { without } from './record.js';
import { myId } from './session.js';
import { readStored, removeStored, writeStored } from './storage.js';

interface ConversationsStore {
  byId: Record<string, LiveSummary>;
  /** Groups whose member the caller was until a moment ago, with the entry that ended it if it is known: no longer listed, but perhaps still open. */
  ended: Record<string, Entry | undefined>;
  /** The last change of a group that was seen happen: the lists tell messages only. */
  changes: Record<string, Entry>;
  status: 'loading' | 'ready' | 'failed';
  nextPageToken: string;
}

const PAGE = 50;
/** Chats that were opened and have no message yet: the server does not list them, and their address must survive a reload. */
const STARTED = 'started-chats';

const NOTHING: ConversationsStore = { byId: {}, ended: {}, changes: {}, status: 'loading', nextPageToken: '' };

const started = (): Record<string, string> => readStored<Record<string, string>>(STARTED, {});

export const useConversations = create<ConversationsStore>(() => ({ ...NOTHING, byId: startedSummaries() }));

function startedSummaries(): Record<string, LiveSummary> {
  return Object.fromEntries(Object.entries(started()).map(([conversation, user]) => [conversation, emptySummary({ conversation, user })]));
}

export function conversation(id: string): LiveSummary | undefined {
  return useConversations.getState().byId[id];
}

/** Loads the first page anew; what is further down stays as it was until it moves. */
export async function loadConversations(): Promise<void> {
  try {
    const page = await client.conversations({ limit: PAGE });
    putSummaries(page.conversations);
    useConversations.setState({ status: 'ready', nextPageToken: page.nextPageToken });
  } catch {
    if (useConversations.getState().status !== 'ready') useConversations.setState({ status: 'failed' });
  }
}

let loadingMore = false;

export async function loadMoreConversations(): Promise<void> {
  const { nextPageToken } = useConversations.getState();
  if (!nextPageToken || loadingMore) return;
  loadingMore = true;
  try {
    const page = await client.conversations({ limit: PAGE, pageToken: nextPageToken });
    putSummaries(page.conversations);
    useConversations.setState({ nextPageToken: page.nextPageToken });
  } catch {
    // The list asks again when its end is next in sight.
  } finally {
    loadingMore = false;
  }
}

export function putSummaries(summaries: readonly ConversationSummary[]): void {
  useConversations.setState((state) => {
    const byId = { ...state.byId };
    for (const summary of summaries) byId[summary.conversation] = merged(byId[summary.conversation], summary);
    return { byId };
  });
}

/** The lists tell receipts of direct conversations only; those of groups are kept from what was heard. */
function merged(known: LiveSummary | undefined, loaded: ConversationSummary): LiveSummary {
  const summary = newerSummary(known, loaded);
  return summary.group === undefined ? summary : { ...summary, receipt: known?.receipt };
}

/** Opens the chat with someone: its conversation's id, also before the first message. */
export async function startChat(user: string): Promise<string> {
  const known = Object.values(useConversations.getState().byId).find((summary) => summary.user === user);
  if (known) return known.conversation;
  const id = await client.rest.conversationWith(user);
  writeStored(STARTED, { ...started(), [id]: user });
  putSummaries([emptySummary({ conversation: id, user })]);
  return id;
}

/** A group that the caller has made, joined or found again: it is listed at once, whenever its first entry may come. */
export function enterGroup(group: Group): string {
  rememberGroups([group]);
  const { conversation: id } = group;
  resume(conversation(id) ?? emptySummary({ conversation: id, group: group.id, at: Date.now() }));
  return id;
}

/** An entry moved its conversation. Who writes has read what stood before: one's own cursor moves, or the other's. */
export function applyEntry(entry: Entry): void {
  const entering = entered.get(entry.conversation);
  if (entering) return void entering.then(() => applyEntry(entry));
  const known = conversation(entry.conversation);
  if (known) return applyEntryTo(known, entry);
  const group = groupOf(entry.conversation);
  // The change of membership that comes behind it asks for its group.
  if (!group && entry.kind === 'system') return;
  // Sent from another device to someone whom this one has not seen yet: the list says whom.
  if (!group && entry.from === myId()) return void loadConversations();
  const peer = group ? { group: group.id } : { user: entry.from };
  // What came before it is not counted yet.
  applyEntryTo({ ...emptySummary({ conversation: entry.conversation, ...peer }), inexact: entry.seq > 1 }, entry);
}

function applyEntryTo(summary: LiveSummary, entry: Entry): void {
  const { conversation: id, seq, from } = entry;
  if (seq <= summary.head) return;
  update(summaryWithEntry(summary, entry, myId()));
  if (entry.system) useConversations.setState((state) => ({ changes: { ...state.changes, [id]: entry } }));
  else if (summary.group !== undefined && from !== myId()) applyReceipt({ conversation: id, user: from, received: seq, read: seq });
}

/** Groups that are being asked for because their first entry came; what comes behind it waits. */
const entered = new Map<string, Promise<void>>();

/** One's own membership of a group began or ended. */
export async function applyMembershipChange({ conversation: id, member, entry }: MembershipChange): Promise<void> {
  if (!member) return end(id, entry);
  const entering = begin(entry).finally(() => entered.delete(id));
  entered.set(id, entering);
  await entering;
}

async function begin(entry: Entry): Promise<void> {
  const { conversation: id } = entry;
  const known = conversation(id);
  if (known) return resume(known);
  const group = groupOf(id) ?? (await loadGroups().catch(() => [])).find((each) => each.conversation === id);
  if (!group) return loadConversations();
  applyEntryTo(emptySummary({ conversation: id, group: group.id }), entry);
}

/** Loads the caller's groups. One that was listed and is not among them has ended while nobody could tell. */
export async function loadMyGroups(): Promise<void> {
  const listed = Object.values(useConversations.getState().byId).filter(({ group }) => group !== undefined);
  const mine = new Set((await loadGroups()).map(({ id }) => id));
  for (const { conversation: id, group = '' } of listed) if (!mine.has(group)) end(id, undefined);
}

function end(id: string, entry: Entry | undefined): void {
  const summary = conversation(id);
  if (!summary) return;
  update({ ...summary, unread: 0, mentions: 0 });
  useConversations.setState((state) => ({ ended: { ...state.ended, [id]: entry } }));
}

function resume(summary: LiveSummary): void {
  useConversations.setState((state) => ({ ended: without(state.ended, summary.conversation) }));
  update(summary);
}

/** Someone's cursors moved: the others' tell how far one's messages came, one's own how much is unread. */
export function applyReceipt(receipt: Receipt): void {
  const summary = conversation(receipt.conversation);
  if (!summary) return;
  const own = receipt.user === myId();
  update(summary.group === undefined || own ? summaryWithReceipt(summary, receipt, myId()) : withFurthest(summary, receipt));
}

/** Of a group the receipt of whoever has come furthest: that one other has received and read it is what its ticks say. */
function withFurthest(summary: LiveSummary, receipt: Receipt): LiveSummary {
  const { received = 0, read = 0 } = summary.receipt ?? {};
  return { ...summary, receipt: { ...receipt, received: Math.max(receipt.received, received), read: Math.max(receipt.read, read) } };
}

/** The user has seen everything up to `seq`; the `ordinal` of that entry tells how much is left. */
export function markRead(id: string, { seq, ordinal }: Pick<Entry, 'seq' | 'ordinal'>): void {
  const summary = conversation(id);
  if (!summary || seq <= summary.read) return;
  update(summaryWithRead(summary, seq, ordinal));
  client.read(id, seq);
}

function update(summary: LiveSummary): void {
  if (summary.inexact && !conversation(summary.conversation)?.inexact) correctSoon();
  useConversations.setState((state) => ({ byId: { ...state.byId, [summary.conversation]: summary } }));
}

const CORRECT_MS = 1_000;
let correcting: ReturnType<typeof setTimeout> | undefined;

/** Something was counted without having been seen: the list knows better. */
function correctSoon(): void {
  clearTimeout(correcting);
  correcting = setTimeout(() => void loadConversations(), CORRECT_MS);
}

export function forgetConversations(): void {
  clearTimeout(correcting);
  useConversations.setState(NOTHING);
  removeStored(STARTED);
}
