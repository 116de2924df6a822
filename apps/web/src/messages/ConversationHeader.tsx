import { ArrowLeft, PanelRight } from 'lucide-react';
import { Link } from 'react-router';
import { useConversations } from '../state/conversations.js';
import { nameOf, usePerson } from '../state/people.js';
import { addressOf } from '../ui/address.js';
import { Avatar } from '../ui/Avatar.js';
import { BackLink, cameFrom } from '../ui/BackLink.js';
import buttons from '../ui/Button.module.css';
import { PresenceText } from './PresenceText.js';
import styles from './ConversationHeader.module.css';

export function ConversationHeader({ id, details }: { id: string; details: boolean }) {
  const userId = useConversations((state) => state.byId[id]?.user);
  const user = usePerson(userId);
  const address = addressOf(id);
  return (
    <header className={styles.header}>
      <BackLink to="/" label="Back to chats" className={styles.back}>
        <ArrowLeft aria-hidden="true" />
      </BackLink>
      <Avatar id={userId ?? id} name={nameOf(user)} size="small" />
      <div className={styles.who}>
        <h2 className={styles.name}>{nameOf(user)}</h2>
        <p className={styles.status}>
          <PresenceText conversation={id} user={userId} />
        </p>
      </div>
      {details ? (
        <BackLink to={address} label="Hide details">
          <PanelRight aria-hidden="true" />
        </BackLink>
      ) : (
        <Link to={`${address}/details`} state={cameFrom(address)} className={buttons.icon} aria-label="Show details" title="Show details">
          <PanelRight aria-hidden="true" />
        </Link>
      )}
    </header>
  );
}
