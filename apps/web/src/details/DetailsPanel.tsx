import { X } from 'lucide-react';
import { useConversations } from '../state/conversations.js';
import { usePeer } from '../state/peers.js';
import { addressOf } from '../ui/address.js';
import { BackLink } from '../ui/BackLink.js';
import { GroupDetails } from './GroupDetails.js';
import { PersonDetails } from './PersonDetails.js';
import styles from './DetailsPanel.module.css';

/** Who the other is, or what the group is, and what one can do about them. */
export function DetailsPanel({ id }: { id: string }) {
  const { user, group } = usePeer(id);
  const ended = useConversations((state) => id in state.ended);
  return (
    <aside className={styles.panel} aria-label="Details">
      <header className={styles.header}>
        <h2 className={styles.title}>Details</h2>
        <BackLink to={addressOf(id)} label="Close details">
          <X aria-hidden="true" />
        </BackLink>
      </header>
      {group !== undefined && <GroupDetails id={group} former={ended} />}
      {user !== undefined && <PersonDetails conversation={id} user={user} />}
    </aside>
  );
}
