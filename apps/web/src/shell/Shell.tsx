import { lazy, Suspense, useState } from 'react';
import { Outlet, useLocation } from 'react-router';
import { ConversationList } from '../conversations/ConversationList.js';
import { useAnnouncer } from '../state/announcer.js';
import { ConnectionBanner } from './ConnectionBanner.js';
import { type Overlay } from './overlay.js';
import { useShortcuts } from './useShortcuts.js';
import { useTitle } from './useTitle.js';
import styles from './Shell.module.css';

const JumpDialog = lazy(() => import('../conversations/JumpDialog.js').then((module) => ({ default: module.JumpDialog })));
const CreateGroupDialog = lazy(() => import('../groups/CreateGroupDialog.js').then((module) => ({ default: module.CreateGroupDialog })));
const PublicGroupsDialog = lazy(() => import('../groups/PublicGroupsDialog.js').then((module) => ({ default: module.PublicGroupsDialog })));
const InviteSomeoneDialog = lazy(() =>
  import('../groups/InviteSomeoneDialog.js').then((module) => ({ default: module.InviteSomeoneDialog })),
);
const HelpDialog = lazy(() => import('./HelpDialog.js').then((module) => ({ default: module.HelpDialog })));

/** The columns: conversations, and what is open. On a phone one of them, as the address says. */
export function Shell() {
  const { pathname } = useLocation();
  const [overlay, setOverlay] = useState<Overlay>();
  useShortcuts(setOverlay);
  useTitle();
  const close = () => {
    setOverlay(undefined);
  };
  return (
    <div className={styles.shell} data-at-list={pathname === '/' || undefined}>
      <ConnectionBanner />
      <nav className={styles.list} aria-label="Conversations">
        <ConversationList onOpen={setOverlay} />
      </nav>
      <div className={styles.content}>
        <Outlet />
      </div>
      <Announcer />
      <Suspense fallback={null}>
        {(overlay === 'jump' || overlay === 'new-chat') && <JumpDialog purpose={overlay} onClose={close} />}
        {overlay === 'new-group' && <CreateGroupDialog onClose={close} />}
        {overlay === 'public-groups' && <PublicGroupsDialog onClose={close} />}
        {overlay === 'invite' && <InviteSomeoneDialog onClose={close} />}
        {overlay === 'help' && <HelpDialog onClose={close} />}
      </Suspense>
    </div>
  );
}

function Announcer() {
  const { text, key } = useAnnouncer();
  return (
    <div className="visually-hidden" aria-live="polite">
      <span key={key}>{text}</span>
    </div>
  );
}
