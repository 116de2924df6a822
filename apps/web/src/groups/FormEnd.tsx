import { Button } from '../ui/Button.js';
import type { ActionState } from '../ui/useAction.js';
import styles from './Form.module.css';

interface FormEndProps {
  state: ActionState;
  /** Fields that tell their problems themselves. */
  fields: readonly string[];
  action: string;
  disabled?: boolean;
  onCancel: () => void;
}

/** The end of a form in a dialog: what is wrong with none of its fields, and the two ways out. */
export function FormEnd({ state, fields, action, disabled = false, onCancel }: FormEndProps) {
  const elsewhere = state.problem !== undefined && !fields.includes(nameOfField(state.field ?? ''));
  return (
    <div className={styles.submit}>
      {elsewhere && (
        <p role="alert" className={styles.problem}>
          {state.problem}
        </p>
      )}
      <Button onClick={onCancel}>Cancel</Button>
      <Button type="submit" variant="primary" busy={state.status === 'busy'} disabled={disabled}>
        {action}
      </Button>
    </div>
  );
}

/** What a field has to say about the last attempt; `members[3]` is about the field `members`. */
export function problemAt(state: ActionState, field: string): string | undefined {
  return state.field !== undefined && nameOfField(state.field) === field ? state.problem : undefined;
}

function nameOfField(path: string): string {
  return path.replace(/[.[].*$/, '');
}
