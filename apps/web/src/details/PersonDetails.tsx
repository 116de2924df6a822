import { Ban } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { PresenceText } from '../messages/PresenceText.js';
import { nameOf, unblock, usePeople, usePerson } from '../state/people.js';
import { Avatar } from '../ui/Avatar.js';
import { Button } from '../ui/Button.js';
import { dateOf } from '../ui/time.js';
import styles from './DetailsPanel.module.css';

const BlockDialog = lazy(() => import('./BlockDialog.js').then((module) => ({ default: module.BlockDialog })));

export function PersonDetails({ conversation, user: id }: { conversation: string; user: string }) {
  const user = usePerson(id);
  return (
    <>
      <div className={styles.profile}>
        <Avatar id={id} name={nameOf(user)} size="large" />
        <p className={styles.name}>{nameOf(user)}</p>
        <p className={styles.muted}>
          <PresenceText conversation={conversation} user={id} />
        </p>
      </div>
      {user && (
        <dl className={styles.facts}>
          <dt>Username</dt>
          <dd>@{user.username}</dd>
          {user.createdAt !== undefined && (
            <>
              <dt>Member since</dt>
              <dd>{dateOf(user.createdAt)}</dd>
            </>
          )}
        </dl>
      )}
      <Blocking user={id} name={nameOf(user)} />
    </>
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
