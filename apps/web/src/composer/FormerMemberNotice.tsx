import { useConversations } from '../state/conversations.js';
import { usePeer } from '../state/peers.js';
import styles from './Notice.module.css';

/** Instead of the composer, in a group that one is no member of any more. */
export function FormerMemberNotice({ id }: { id: string }) {
  const { name } = usePeer(id);
  const deleted = useConversations((state) => state.ended[id]?.system?.event === 'deleted');
  return (
    <div className={styles.notice}>
      <p role="status">{deleted ? `${name} was deleted. Nobody can write here any more.` : `You are no longer a member of ${name}.`}</p>
    </div>
  );
}
