import { ChevronDown } from 'lucide-react';
import { useConversations } from '../state/conversations.js';
import styles from './NewestButton.module.css';

/** While one reads further up: the way back to the end, and what has arrived there. */
export function NewestButton({ id, onClick }: { id: string; onClick: () => void }) {
  const unread = useConversations((state) => state.byId[id]?.unread ?? 0);
  const words = unread === 0 ? undefined : unread === 1 ? '1 new message' : `${unread} new messages`;
  return (
    <button
      type="button"
      className={styles.newest}
      data-news={words ? true : undefined}
      aria-label={words ?? 'To the newest message'}
      onClick={onClick}
    >
      {words}
      <ChevronDown aria-hidden="true" />
    </button>
  );
}
