import type { ActionState } from './useAction.js';
import styles from './Outcome.module.css';

/** How it went, beside the button that started it. */
export function Outcome({ state, done }: { state: ActionState; done: string }) {
  return (
    <p role="status" className={state.status === 'failed' ? styles.problem : styles.done}>
      {state.status === 'done' && done}
      {state.status === 'failed' && !state.field && state.problem}
    </p>
  );
}
