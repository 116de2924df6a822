import type { ConversationChange, Entry, MembershipChange } from '@parley/client';
import { isSystem, systemText } from '../messages/system-text.js';
import { announce } from './announcer.js';
import { followAppearance } from './appearance.js';
import { client } from './client.js';
import { startClock } from './clock.js';
import { followConnection } from './connection.js';
import {
  applyEntry,
  applyMembershipChange,
  applyReceipt,
  conversation,
  forgetConversations,
  loadConversations,
  loadMyGroups,
  putSummaries,
} from './conversations.js';
import { forgetDrafts } from './drafts.js';
import { forgetGroupDraft } from './group-draft.js';
import { applyGroupChange, forgetGroups } from './groups.js';
import { applyMembership, forgetMembers } from './members.js';
import { followOutgoing, forgetOutgoing, loadOutgoing } from './outgoing.js';
import { forgetPeople, loadBlocks, nameOf, usePeople } from './people.js';
import { followPresence, forgetPresence } from './presence.js';
import { applyMemberReceipt, applyReceiptCounts, forgetReceipts } from './receipts.js';
import { followSession, restoreSession, useSession } from './session.js';
import { useShown } from './shown.js';
import { readStored, writeStored } from './storage.js';
import { applyLive, catchUpAll, forgetTimelines, placeUnreadLine, reopenTimeline, retryTimeline } from './timelines.js';
import { followTyping } from './typing.js';

/** Connects the stores to the server's events, once per page, and takes up the session if there is one. */
export function startSync(): void {
  followAppearance();
  followConnection();
  followSession();
  followOutgoing();
  followPresence();
  followTyping();
  startClock();
  client.on('entry', onEntry);
  client.on('membership', (change) => void onMembership(change));
  client.on('receipt', (receipt) => {
    applyReceipt(receipt);
    applyMemberReceipt(receipt);
  });
  client.on('receipts', applyReceiptCounts);
  client.on('changes', onChanges);
  client.on('reset', () => void onReset());
  client.on('state', (state) => {
    if (state !== 'ready') return;
    loadOutgoing();
    void retryTimeline(useShown.getState().conversation);
  });
  useSession.subscribe(({ user }, before) => {
    if (user?.id !== before.user?.id) onAccount(user?.id);
  });
  void restoreSession();
}

const ACCOUNT = 'account';

/** Nothing of a former account may stay, in memory or on this machine. A sign-in that merely expired keeps what was typed. */
function onAccount(id: string | undefined): void {
  if (id === undefined) {
    client.close();
    if (!useSession.getState().expired) forgetAccount();
    return;
  }
  if (readStored<string>(ACCOUNT, id) !== id) forgetAccount();
  writeStored(ACCOUNT, id);
  client.connect();
  void loadGroupsAndConversations();
  void loadBlocks().catch(() => undefined);
}

/** Groups first: a live entry tells only its conversation, and they tell what group that belongs to. */
async function loadGroupsAndConversations(): Promise<void> {
  await Promise.all([loadMyGroups().catch(() => undefined), loadConversations()]);
}

function forgetAccount(): void {
  forgetConversations();
  forgetGroups();
  forgetGroupDraft();
  forgetMembers();
  forgetReceipts();
  forgetTimelines();
  forgetOutgoing();
  forgetPeople();
  forgetPresence();
  forgetDrafts();
}

function onEntry(entry: Entry): void {
  const { user } = useSession.getState();
  const shown = entry.conversation === useShown.getState().conversation;
  const before = conversation(entry.conversation);
  if (shown && entry.from !== user?.id) {
    announce(spoken(entry, user?.id));
    if (document.hidden && before?.unread === 0) placeUnreadLine(entry.conversation, before.read);
  }
  applyEntry(entry);
  applyGroupChange(entry);
  applyMembership(entry);
  applyLive(entry);
}

function spoken(entry: Entry, me: string | undefined): string {
  const { byId } = usePeople.getState();
  const named = (id: string) => nameOf(byId[id]);
  return isSystem(entry) ? systemText(entry, { me, nameOf: named }) : `${named(entry.from)}: ${entry.body}`;
}

/** What happened before one came is another stretch of the history than the one that is loaded, if any. */
async function onMembership(change: MembershipChange): Promise<void> {
  await applyMembershipChange(change);
  if (change.member && change.entry.seq > 1) await reopenTimeline(change.conversation);
}

function onChanges(changes: readonly ConversationChange[]): void {
  putSummaries(changes.map(({ summary }) => summary));
  catchUpAll(useShown.getState().conversation);
}

async function onReset(): Promise<void> {
  await loadGroupsAndConversations();
  catchUpAll(useShown.getState().conversation);
}
