import { useState } from 'react';
import { block } from '../state/people.js';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import styles from './BlockDialog.module.css';

export function BlockDialog({ user, name, onClose }: { user: string; name: string; onClose: () => void }) {
  const [state, setState] = useState<'asking' | 'busy' | 'failed'>('asking');
  return (
    <Dialog title={`Block ${name}?`} onClose={onClose}>
      <div className={styles.body}>
        <p>Neither of you will be able to write to the other. What was said stays. You can take it back at any time.</p>
        {state === 'failed' && (
          <p role="alert" className={styles.problem}>
            That did not work. Check your connection and try again.
          </p>
        )}
        <div className={styles.choice}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="danger"
            busy={state === 'busy'}
            onClick={() => {
              setState('busy');
              block(user).then(onClose, () => {
                setState('failed');
              });
            }}
          >
            Block
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
