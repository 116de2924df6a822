import type { ConversationChange, Entry } from '@parley/client';
import { announce } from './announcer.js';
import { followAppearance } from './appearance.js';
import { client } from './client.js';
import { startClock } from './clock.js';
import { followConnection } from './connection.js';
import { applyEntry, applyReceipt, conversation, forgetConversations, loadConversations, putSummaries } from './conversations.js';
import { forgetDrafts } from './drafts.js';
import { followOutgoing, forgetOutgoing, loadOutgoing } from './outgoing.js';
import { forgetPeople, loadBlocks, nameOf, usePeople } from './people.js';
import { followPresence, forgetPresence } from './presence.js';
import { followSession, restoreSession, useSession } from './session.js';
import { useShown } from './shown.js';
import { readStored, writeStored } from './storage.js';
import { applyLive, catchUpAll, forgetTimelines, placeUnreadLine } from './timelines.js';
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
  client.on('receipt', applyReceipt);
  client.on('changes', onChanges);
  client.on('reset', () => void onReset());
  client.on('state', (state) => {
    if (state === 'ready') loadOutgoing();
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
  void loadConversations();
  void loadBlocks().catch(() => undefined);
}

function forgetAccount(): void {
  forgetConversations();
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
    announce(`${nameOf(usePeople.getState().byId[entry.from])}: ${entry.body}`);
    if (document.hidden && before?.unread === 0) placeUnreadLine(entry.conversation, before.read);
  }
  applyEntry(entry);
  applyLive(entry);
}

function onChanges(changes: readonly ConversationChange[]): void {
  putSummaries(changes.map(({ summary }) => summary));
  catchUpAll(useShown.getState().conversation);
}

async function onReset(): Promise<void> {
  await loadConversations();
  catchUpAll(useShown.getState().conversation);
}
