import { useConversations } from '../state/conversations.js';
import { nameOf, usePerson } from '../state/people.js';
import { Avatar } from '../ui/Avatar.js';
import styles from './Beginning.module.css';

/** Above the first message of all. */
export function Beginning({ id }: { id: string }) {
  const userId = useConversations((state) => state.byId[id]?.user);
  const user = usePerson(userId);
  return (
    <div className={styles.beginning}>
      <Avatar id={userId ?? id} name={nameOf(user)} />
      <p>
        This is the beginning of your conversation with <strong>{nameOf(user)}</strong>.
      </p>
    </div>
  );
}
