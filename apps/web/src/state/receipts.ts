import type { Receipt, ReceiptCounts, ReceiptPage } from '@parley/client';
import { create } from 'zustand';
import { client } from './client.js';
import { applyReceipt, conversation } from './conversations.js';
import { myId, useSession } from './session.js';

interface ReceiptsStore {
  /** How far each of the others has come, by conversation and user; in large groups of those who were asked about. */
  byConversation: Record<string, Readonly<Record<string, Receipt>>>;
  /** How many have seen the newest of one's own messages, in large groups. */
  counts: Record<string, ReceiptCounts>;
}

export const useReceipts = create<ReceiptsStore>(() => ({ byConversation: {}, counts: {} }));

const PAGE = 100;

/** Everyone's receipts are kept for groups: "seen by" names them. */
export function applyMemberReceipt(receipt: Receipt): void {
  if (conversation(receipt.conversation)?.group === undefined || receipt.user === myId()) return;
  keep(receipt.conversation, [receipt]);
}

/** In a large group only the numbers are told: that somebody has received and read it is enough for the ticks. */
export function applyReceiptCounts(counts: ReceiptCounts): void {
  const { conversation: id, seq, received, read } = counts;
  useReceipts.setState((state) => ({ counts: { ...state.counts, [id]: counts } }));
  if (received > 0) applyReceipt({ conversation: id, user: '', received: seq, read: read > 0 ? seq : 0 });
}

/** How far the others have come, for messages from before this page was opened. Failing, the ticks say less than they could. */
export async function loadReceipts(id: string, seq: number): Promise<void> {
  try {
    const { receipts } = await client.groups.receipts(id, seq, { limit: PAGE });
    keep(id, receipts);
    for (const receipt of receipts) applyReceipt(receipt);
  } catch {
    // Live receipts correct it.
  }
}

export async function receiptsOf(id: string, seq: number, pageToken?: string): Promise<ReceiptPage> {
  const page = await client.groups.receipts(id, seq, { limit: PAGE, pageToken });
  keep(id, page.receipts);
  return page;
}

function keep(id: string, receipts: readonly Receipt[]): void {
  const known = useReceipts.getState().byConversation[id] ?? {};
  const mine = useSession.getState().user?.id;
  const others = receipts
    .filter(({ user }) => user !== mine)
    .map((receipt) => [receipt.user, furthest(known[receipt.user], receipt)] as const);
  useReceipts.setState((state) => ({ byConversation: { ...state.byConversation, [id]: { ...known, ...Object.fromEntries(others) } } }));
}

function furthest(before: Receipt | undefined, receipt: Receipt): Receipt {
  if (!before) return receipt;
  return { ...receipt, received: Math.max(before.received, receipt.received), read: Math.max(before.read, receipt.read) };
}

export function forgetReceipts(): void {
  useReceipts.setState({ byConversation: {}, counts: {} });
}
