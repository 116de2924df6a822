import { ArrowLeft, PanelRight } from 'lucide-react';
import { Link } from 'react-router';
import { usePeer } from '../state/peers.js';
import { addressOf } from '../ui/address.js';
import { Avatar } from '../ui/Avatar.js';
import { BackLink, cameFrom } from '../ui/BackLink.js';
import buttons from '../ui/Button.module.css';
import { PeerStatus } from './PeerStatus.js';
import styles from './ConversationHeader.module.css';

export function ConversationHeader({ id, details }: { id: string; details: boolean }) {
  const peer = usePeer(id);
  const address = addressOf(id);
  return (
    <header className={styles.header}>
      <BackLink to="/" label="Back to chats" className={styles.back}>
        <ArrowLeft aria-hidden="true" />
      </BackLink>
      <Avatar id={peer.id} name={peer.name} picture={peer.picture} size="small" />
      <div className={styles.who}>
        <h2 className={styles.name}>{peer.name}</h2>
        <p className={styles.status}>
          <PeerStatus conversation={id} peer={peer} />
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
