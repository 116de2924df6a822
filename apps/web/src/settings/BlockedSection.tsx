import type { User } from '@parley/client';
import { loadBlocks, nameOf, unblock, usePeople } from '../state/people.js';
import { Avatar } from '../ui/Avatar.js';
import { Button } from '../ui/Button.js';
import { Spinner } from '../ui/Status.js';
import { Outcome } from '../ui/Outcome.js';
import { useAction } from '../ui/useAction.js';
import { useLoaded } from '../ui/useLoaded.js';
import styles from './Section.module.css';

export function BlockedSection() {
  const { value: users, failed, reload } = useLoaded(loadBlocks);
  const blocked = usePeople((state) => state.blocked);
  if (failed) return <Button onClick={reload}>Could not be loaded. Try again</Button>;
  if (!users) return <Spinner label="Loading blocked people" />;
  const shown = users.filter((user) => blocked?.has(user.id));
  if (shown.length === 0)
    return <p className={styles.note}>You have blocked nobody. You can block someone in the details of your conversation.</p>;
  return (
    <ul className={styles.list}>
      {shown.map((user) => (
        <BlockedItem key={user.id} user={user} />
      ))}
    </ul>
  );
}

function BlockedItem({ user }: { user: User }) {
  const [state, start] = useAction();
  return (
    <li className={styles.item}>
      <Avatar id={user.id} name={nameOf(user)} size="small" />
      <div className={styles.itemText}>
        <p className={styles.strong}>{nameOf(user)}</p>
        <p className={styles.note}>@{user.username}</p>
        <Outcome state={state} done="" />
      </div>
      <Button busy={state.status === 'busy'} aria-label={`Unblock ${nameOf(user)}`} onClick={() => void start(() => unblock(user.id))}>
        Unblock
      </Button>
    </li>
  );
}
