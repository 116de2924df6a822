import { Ban, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { PresenceText } from '../messages/PresenceText.js';
import { useConversations } from '../state/conversations.js';
import { nameOf, unblock, usePeople, usePerson } from '../state/people.js';
import { addressOf } from '../ui/address.js';
import { Avatar } from '../ui/Avatar.js';
import { BackLink } from '../ui/BackLink.js';
import { Button } from '../ui/Button.js';
import { dateOf } from '../ui/time.js';
import styles from './DetailsPanel.module.css';

const BlockDialog = lazy(() => import('./BlockDialog.js').then((module) => ({ default: module.BlockDialog })));

/** Who the other is, and what one can do about them. */
export function DetailsPanel({ id }: { id: string }) {
  const userId = useConversations((state) => state.byId[id]?.user);
  const user = usePerson(userId);
  return (
    <aside className={styles.panel} aria-label="Details">
      <header className={styles.header}>
        <h2 className={styles.title}>Details</h2>
        <BackLink to={addressOf(id)} label="Close details">
          <X aria-hidden="true" />
        </BackLink>
      </header>
      <div className={styles.profile}>
        <Avatar id={userId ?? id} name={nameOf(user)} size="large" />
        <p className={styles.name}>{nameOf(user)}</p>
        <p className={styles.muted}>
          <PresenceText conversation={id} user={userId} />
        </p>
      </div>
      {user && (
        <dl className={styles.facts}>
          <dt>Username</dt>
          <dd>@{user.username}</dd>
          <dt>Member since</dt>
          <dd>{dateOf(user.createdAt)}</dd>
        </dl>
      )}
      {userId && <Blocking user={userId} name={nameOf(user)} />}
    </aside>
  );
}

function Blocking({ user, name }: { user: string; name: string }) {
  const blocked = usePeople((state) => state.blocked?.has(user));
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState(false);
  if (blocked === undefined) return null;
  return (
    <div className={styles.actions}>
      {blocked ? (
        <Button
          onClick={() => {
            unblock(user).catch(() => {
              setFailed(true);
            });
          }}
        >
          Unblock {name}
        </Button>
      ) : (
        <Button
          variant="danger"
          onClick={() => {
            setAsking(true);
          }}
        >
          <Ban aria-hidden="true" size={18} /> Block {name}
        </Button>
      )}
      {failed && <p role="alert">That did not work. Try again.</p>}
      {asking && (
        <Suspense fallback={null}>
          <BlockDialog
            user={user}
            name={name}
            onClose={() => {
              setAsking(false);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
