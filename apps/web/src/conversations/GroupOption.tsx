import type { Group } from '@parley/client';
import { Avatar } from '../ui/Avatar.js';
import { counted } from '../ui/words.js';
import styles from './Option.module.css';

/** A public group. */
export function GroupOption({ group }: { group: Group }) {
  return (
    <>
      <Avatar id={group.id} name={group.name} picture={group.picture} />
      <span className={styles.lines}>
        <span className={styles.name}>{group.name}</span>
        <span className={styles.preview}>
          {counted(group.memberCount, 'member')}
          {group.description && ` · ${group.description}`}
        </span>
      </span>
      <span className={styles.join}>{group.role ? 'Open' : 'Join'}</span>
    </>
  );
}
