import type { ConversationSummary, Entry, Group, MembershipChange, Receipt } from '@parley/client';
import { create } from 'zustand';
import { client } from './client.js';
import { groupOf, loadGroups, rememberGroups } from './groups.js';
import { without } from './record.js';
import { myId } from './session.js';
import { readStored, removeStored, writeStored } from './storage.js';

interface ConversationsStore {
  byId: Record<string, ConversationSummary>;
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

function startedSummaries(): Record<string, ConversationSummary> {
  return Object.fromEntries(Object.entries(started()).map(([conversation, user]) => [conversation, emptySummary({ conversation, user })]));
}

function emptySummary(of: Pick<ConversationSummary, 'conversation' | 'user' | 'group'>): ConversationSummary {
  return { head: 0, read: 0, unread: 0, mentions: 0, at: 0, from: 1, ...of };
}

export function conversation(id: string): ConversationSummary | undefined {
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
    for (const summary of summaries) byId[summary.conversation] = newerOf(byId[summary.conversation], summary);
    return { byId };
  });
}

/** A page that was on its way while live entries arrived must not take them back. */
function newerOf(known: ConversationSummary | undefined, incoming: ConversationSummary): ConversationSummary {
  if (!known || incoming.head >= known.head) {
    return known && known.read > incoming.read ? { ...incoming, read: known.read, unread: known.unread } : incoming;
  }
  return known;
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
  resume(conversation(id) ?? { ...emptySummary({ conversation: id, group: group.id }), at: Date.now() });
  return id;
}

/** An entry moved its conversation. Who writes has read what stood before: one's own cursor moves, or the other's. */
export function applyEntry(entry: Entry): void {
  const entering = entered.get(entry.conversation);
  if (entering) return void entering.then(() => applyEntry(entry));
  const known = conversation(entry.conversation);
  const mine = entry.from === myId();
  const group = groupOf(entry.conversation);
  if (!known && group) return applyEntryTo(emptySummary({ conversation: entry.conversation, group: group.id }), entry);
  // Its group is not known yet: the change of membership that comes behind it asks for it.
  if (!known && entry.kind === 'system') return;
  if (!known && mine) {
    // Sent from another device to someone whom this one has not seen yet: the list says whom.
    void loadConversations();
    return;
  }
  applyEntryTo(known ?? emptySummary({ conversation: entry.conversation, user: entry.from }), entry);
}

function applyEntryTo(summary: ConversationSummary, entry: Entry): void {
  if (entry.seq <= summary.head) return;
  const { conversation: id, seq } = entry;
  if (entry.kind !== 'message') {
    update({ ...summary, head: seq });
    if (entry.system) useConversations.setState((state) => ({ changes: { ...state.changes, [id]: entry } }));
    return;
  }
  const moved = { ...summary, head: seq, last: entry, at: entry.at };
  if (entry.from === myId()) return update({ ...moved, read: seq, unread: 0, mentions: 0 });
  const mentioned = entry.mentions.includes(myId()) ? 1 : 0;
  update({ ...moved, unread: summary.unread + 1, mentions: summary.mentions + mentioned });
  applyReceipt({ conversation: id, user: entry.from, received: seq, read: seq });
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
  const { conversation: id, seq, at } = entry;
  const group = groupOf(id) ?? (await loadGroups().catch(() => [])).find((each) => each.conversation === id);
  if (!group) return loadConversations();
  const known = conversation(id) ?? emptySummary({ conversation: id, group: group.id });
  resume({ ...known, from: group.history === 'full' ? 1 : seq, head: Math.max(known.head, seq), at: Math.max(known.at, at) });
  useConversations.setState((state) => ({ changes: { ...state.changes, [id]: entry } }));
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

function resume(summary: ConversationSummary): void {
  useConversations.setState((state) => ({ ended: without(state.ended, summary.conversation) }));
  update(summary);
}

/** Someone's cursors moved: the other's tell how far one's messages came, one's own how much is unread. */
export function applyReceipt(receipt: Receipt): void {
  const summary = conversation(receipt.conversation);
  if (!summary) return;
  if (receipt.user === myId()) {
    if (receipt.read > summary.read) update(withRead(summary, receipt.read));
    return;
  }
  const before = summary.receipt;
  update({
    ...summary,
    receipt: { ...receipt, received: Math.max(receipt.received, before?.received ?? 0), read: Math.max(receipt.read, before?.read ?? 0) },
  });
}

/** The user has seen everything up to `seq`. */
export function markRead(id: string, seq: number): void {
  const summary = conversation(id);
  if (!summary || seq <= summary.read) return;
  update(withRead(summary, seq));
  client.read(id, seq);
}

function withRead(summary: ConversationSummary, seq: number): ConversationSummary {
  const unread = seq >= summary.head ? 0 : Math.min(summary.unread, summary.head - seq);
  // Which of the unread ones mention the user is not known: the badge stays until all have been read.
  return { ...summary, read: seq, unread, mentions: Math.min(summary.mentions, unread) };
}

function update(summary: ConversationSummary): void {
  useConversations.setState((state) => ({ byId: { ...state.byId, [summary.conversation]: summary } }));
}

export function forgetConversations(): void {
  useConversations.setState(NOTHING);
  removeStored(STARTED);
}
