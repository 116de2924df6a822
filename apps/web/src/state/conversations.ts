import type { ConversationSummary, Entry, Receipt } from '@parley/client';
import { create } from 'zustand';
import { client } from './client.js';
import { myId } from './session.js';
import { readStored, removeStored, writeStored } from './storage.js';

interface ConversationsStore {
  byId: Record<string, ConversationSummary>;
  status: 'loading' | 'ready' | 'failed';
  nextPageToken: string;
}

const PAGE = 50;
/** Chats that were opened and have no message yet: the server does not list them, and their address must survive a reload. */
const STARTED = 'started-chats';

const started = (): Record<string, string> => readStored<Record<string, string>>(STARTED, {});

export const useConversations = create<ConversationsStore>(() => ({ byId: startedSummaries(), status: 'loading', nextPageToken: '' }));

function startedSummaries(): Record<string, ConversationSummary> {
  return Object.fromEntries(Object.entries(started()).map(([conversation, user]) => [conversation, emptySummary(conversation, user)]));
}

function emptySummary(conversation: string, user: string): ConversationSummary {
  return { conversation, user, head: 0, read: 0, unread: 0 };
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
  putSummaries([emptySummary(id, user)]);
  return id;
}

/** An entry moved its conversation. Who writes has read what stood before: one's own cursor moves, or the other's. */
export function applyEntry(entry: Entry): void {
  const known = conversation(entry.conversation);
  const mine = entry.from === myId();
  if (!known && mine) {
    // Sent from another device to someone whom this one has not seen yet: the list says whom.
    void loadConversations();
    return;
  }
  const summary = known ?? emptySummary(entry.conversation, entry.from);
  if (entry.seq <= summary.head) return;
  update({
    ...summary,
    head: entry.seq,
    last: entry.kind === 'message' ? entry : summary.last,
    read: mine ? entry.seq : summary.read,
    unread: mine ? 0 : summary.unread + (entry.kind === 'message' ? 1 : 0),
  });
  if (!mine) applyReceipt({ conversation: entry.conversation, user: entry.from, received: entry.seq, read: entry.seq });
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
  return { ...summary, read: seq, unread };
}

function update(summary: ConversationSummary): void {
  useConversations.setState((state) => ({ byId: { ...state.byId, [summary.conversation]: summary } }));
}

export function forgetConversations(): void {
  useConversations.setState({ byId: {}, status: 'loading', nextPageToken: '' });
  removeStored(STARTED);
}
