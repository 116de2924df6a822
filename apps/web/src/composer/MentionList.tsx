import { nameOf } from '../state/people.js';
import { Avatar } from '../ui/Avatar.js';
import type { Mentions } from './useMentions.js';
import styles from './MentionList.module.css';

/** The members whom an `@` may mean, above where one writes. */
export function MentionList({ matches, active, listId, idOf, onPick, onHover }: Mentions) {
  return (
    <ul id={listId} role="listbox" aria-label="People to mention" className={styles.list}>
      {matches.map((member, index) => (
        <li
          key={member.id}
          id={idOf(index)}
          role="option"
          aria-selected={index === active}
          className={styles.option}
          // The composer keeps the focus.
          onPointerDown={(event) => {
            event.preventDefault();
          }}
          onPointerMove={() => {
            if (index !== active) onHover(index);
          }}
          onClick={() => {
            onPick(member);
          }}
        >
          <Avatar id={member.id} name={nameOf(member)} size="small" />
          <span className={styles.name}>{nameOf(member)}</span>
          <span className={styles.username}>@{member.username}</span>
        </li>
      ))}
    </ul>
  );
}
