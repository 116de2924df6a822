import { useConversations } from '../state/conversations.js';
import { useGroup } from '../state/groups.js';
import { usePeer } from '../state/peers.js';
import { Avatar } from '../ui/Avatar.js';
import styles from './Beginning.module.css';

/** Above the first message that one may read. */
export function Beginning({ id }: { id: string }) {
  const peer = usePeer(id);
  const group = useGroup(peer.group);
  const late = useConversations((state) => (state.byId[id]?.from ?? 1) > 1);
  return (
    <div className={styles.beginning}>
      <Avatar id={peer.id} name={peer.name} picture={peer.picture} />
      {peer.group === undefined ? (
        <p>
          This is the beginning of your conversation with <strong>{peer.name}</strong>.
        </p>
      ) : (
        <>
          <p>
            This is the beginning of <strong>{peer.name}</strong>
            {late && group?.history === 'since_join' && ', as far as you can see it'}.
          </p>
          {group?.description && <p className={styles.description}>{group.description}</p>}
        </>
      )}
    </div>
  );
}
