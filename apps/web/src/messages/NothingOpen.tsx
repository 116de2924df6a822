import { MessagesSquare } from 'lucide-react';
import { useConversations } from '../state/conversations.js';
import { EmptyState } from '../ui/Status.js';
import styles from './ConversationPage.module.css';

/** Beside the list, while no conversation is open. */
export function NothingOpen() {
  const some = useConversations((state) => Object.keys(state.byId).length > 0);
  return (
    <main className={styles.missing}>
      <EmptyState icon={MessagesSquare} title={some ? 'Choose a conversation' : 'Welcome to Parley'}>
        <p>Ctrl K jumps to any conversation, person or group.</p>
      </EmptyState>
    </main>
  );
}
