import type { OutgoingMessage } from '@parley/client';
import { RotateCcw, Trash2 } from 'lucide-react';
import { discard, retry } from '../state/outgoing.js';
import styles from './FailedActions.module.css';

/** Under a message that was refused: why, and what one can do about it. */
export function FailedActions({ message }: { message: OutgoingMessage }) {
  return (
    <div className={styles.failed}>
      <span className={styles.why} role="alert">
        Not sent. {reasonOf(message)}
      </span>
      <button
        type="button"
        onClick={() => {
          retry(message.id);
        }}
      >
        <RotateCcw aria-hidden="true" /> Retry
      </button>
      <button
        type="button"
        onClick={() => {
          discard(message.id);
        }}
      >
        <Trash2 aria-hidden="true" /> Delete
      </button>
    </div>
  );
}

function reasonOf({ error, to }: OutgoingMessage): string {
  if (error?.code === 'not_found' && to.group !== undefined) return 'You are no longer a member of this group.';
  if (error?.code === 'forbidden') return 'You cannot write to this person.';
  if (error?.code === 'too_large') return 'It is too long.';
  return error?.message ?? '';
}
