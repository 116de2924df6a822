import { ParleyError } from '@parley/client';
import { useState, type SubmitEvent } from 'react';
import { changePassword } from '../state/session.js';
import { Button } from '../ui/Button.js';
import { Field } from '../ui/Field.js';
import { Outcome } from '../ui/Outcome.js';
import { useAction } from '../ui/useAction.js';
import styles from './Section.module.css';

export function PasswordSection() {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [state, start] = useAction();
  const tooShort = next !== '' && next.length < 8;

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (!current || next.length < 8) return;
    void start(async () => {
      await change(current, next);
      setCurrent('');
      setNext('');
    });
  }

  return (
    <form className={styles.form} onSubmit={submit}>
      <p className={styles.note}>All your other devices are signed out when you change it.</p>
      <Field
        label="Current password"
        type="password"
        autoComplete="current-password"
        maxLength={256}
        value={current}
        error={state.field === 'currentPassword' ? state.problem : undefined}
        onChange={(event) => {
          setCurrent(event.target.value);
        }}
      />
      <Field
        label="New password"
        type="password"
        autoComplete="new-password"
        maxLength={256}
        value={next}
        hint="At least 8 characters."
        error={state.field === 'newPassword' ? state.problem : undefined}
        onChange={(event) => {
          setNext(event.target.value);
        }}
      />
      <div className={styles.submit}>
        <Button type="submit" variant="primary" busy={state.status === 'busy'} disabled={!current || !next || tooShort}>
          Change password
        </Button>
        <Outcome state={state} done="Changed" />
      </div>
    </form>
  );
}

async function change(current: string, next: string): Promise<void> {
  try {
    await changePassword(current, next);
  } catch (error) {
    const wrong = error instanceof ParleyError && (error.code === 'unauthenticated' || error.code === 'forbidden');
    throw wrong ? new ParleyError('invalid', 'This is not your current password.', { field: 'currentPassword' }) : error;
  }
}
