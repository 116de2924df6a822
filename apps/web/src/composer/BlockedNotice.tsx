import { useState } from 'react';
import { nameOf, unblock, usePerson } from '../state/people.js';
import { Button } from '../ui/Button.js';
import styles from './Notice.module.css';

/** Instead of the composer, for someone whom the user has blocked. */
export function BlockedNotice({ user }: { user: string }) {
  const name = nameOf(usePerson(user));
  const [failed, setFailed] = useState(false);
  return (
    <div className={styles.notice}>
      <p role={failed ? 'alert' : undefined}>
        {failed ? 'That did not work. Try again.' : `You blocked ${name}. Neither of you can write to the other.`}
      </p>
      <Button
        onClick={() => {
          unblock(user).catch(() => {
            setFailed(true);
          });
        }}
      >
        Unblock
      </Button>
    </div>
  );
}
