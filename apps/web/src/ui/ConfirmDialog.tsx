import type { ReactNode } from 'react';
import { Button } from './Button.js';
import { Dialog } from './Dialog.js';
import { useAction } from './useAction.js';
import styles from './ConfirmDialog.module.css';

interface ConfirmDialogProps {
  title: string;
  /** What the button that goes through with it says. */
  action: string;
  run: () => Promise<void>;
  onClose: () => void;
  /** What will happen. */
  children: ReactNode;
}

/** Asks before something that cannot simply be taken back; stays, and says why, if it fails. */
export function ConfirmDialog({ title, action, run, onClose, children }: ConfirmDialogProps) {
  const [state, start] = useAction();
  return (
    <Dialog title={title} onClose={onClose}>
      <div className={styles.body}>
        <div>{children}</div>
        {state.problem && (
          <p role="alert" className={styles.problem}>
            {state.problem}
          </p>
        )}
        <div className={styles.choice}>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" busy={state.status === 'busy'} onClick={() => void start(() => run().then(onClose))}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
