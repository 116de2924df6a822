import { ArrowLeft, PanelRight } from 'lucide-react';
import { Link } from 'react-router';
import { useConversations } from '../state/conversations.js';
import { nameOf, usePerson } from '../state/people.js';
import { Avatar } from '../ui/Avatar.js';
import buttons from '../ui/Button.module.css';
import { PresenceText } from './PresenceText.js';
import styles from './ConversationHeader.module.css';

export function ConversationHeader({ id, details }: { id: string; details: boolean }) {
  const userId = useConversations((state) => state.byId[id]?.user);
  const user = usePerson(userId);
  const address = `/c/${encodeURIComponent(id)}`;
  const label = details ? 'Hide details' : 'Show details';
  return (
    <header className={styles.header}>
      <Link to="/" className={`${buttons.icon} ${styles.back}`} aria-label="Back to chats">
        <ArrowLeft aria-hidden="true" />
      </Link>
      <Avatar id={userId ?? id} name={nameOf(user)} size="small" />
      <div className={styles.who}>
        <h2 className={styles.name}>{nameOf(user)}</h2>
        <p className={styles.status}>
          <PresenceText conversation={id} user={userId} />
        </p>
      </div>
      <Link
        to={details ? address : `${address}/details`}
        replace={details}
        className={buttons.icon}
        aria-label={label}
        title={label}
        data-on={details || undefined}
      >
        <PanelRight aria-hidden="true" />
      </Link>
    </header>
  );
}
