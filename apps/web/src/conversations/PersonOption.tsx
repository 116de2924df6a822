import type { User } from '@parley/client';
import { nameOf } from '../state/people.js';
import { Avatar } from '../ui/Avatar.js';
import styles from './Option.module.css';

export function PersonOption({ user }: { user: User }) {
  return (
    <>
      <Avatar id={user.id} name={nameOf(user)} />
      <span className={styles.lines}>
        <span className={styles.name}>{nameOf(user)}</span>
        <span className={styles.preview}>@{user.username}</span>
      </span>
    </>
  );
}
