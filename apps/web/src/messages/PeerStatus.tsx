import { useGroup } from '../state/groups.js';
import type { Peer } from '../state/peers.js';
import { counted } from '../ui/words.js';
import { PresenceText } from './PresenceText.js';
import { useTypingText } from './useTypingText.js';
import styles from './PresenceText.module.css';

/** What the other is doing; of a group who is typing, or how many they are. */
export function PeerStatus({ conversation, peer }: { conversation: string; peer: Peer }) {
  if (peer.group === undefined) return <PresenceText conversation={conversation} user={peer.user} />;
  return <GroupStatus conversation={conversation} group={peer.group} />;
}

function GroupStatus({ conversation, group: id }: { conversation: string; group: string }) {
  const typing = useTypingText(conversation);
  const group = useGroup(id);
  if (typing) return <span className={styles.live}>{typing}</span>;
  return group ? <>{counted(group.memberCount, 'member')}</> : null;
}
