import { useState } from 'react';
import { rememberPeople } from '../state/people.js';
import { changeDisplayName, useSession } from '../state/session.js';
import { Avatar } from '../ui/Avatar.js';
import { Button } from '../ui/Button.js';
import { Field } from '../ui/Field.js';
import { Outcome } from '../ui/Outcome.js';
import { useAction } from '../ui/useAction.js';
import styles from './Section.module.css';

export function ProfileSection() {
  const user = useSession((state) => state.user);
  const [name, setName] = useState(user?.displayName ?? '');
  const [state, start] = useAction();
  if (!user) return null;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void start(() => changeDisplayName(name.trim()).then(rememberMe));
      }}
    >
      <div className={styles.me}>
        <Avatar id={user.id} name={name || user.username} size="large" />
        <p>
          Others find you as <strong>@{user.username}</strong>
        </p>
      </div>
      <Field
        label="Name"
        value={name}
        maxLength={64}
        required
        autoComplete="name"
        error={state.field ? state.problem : undefined}
        onChange={(event) => {
          setName(event.target.value);
        }}
      />
      <div className={styles.submit}>
        <Button type="submit" variant="primary" busy={state.status === 'busy'} disabled={!name.trim() || name.trim() === user.displayName}>
          Save
        </Button>
        <Outcome state={state} done="Saved" />
      </div>
    </form>
  );
}

function rememberMe(): void {
  const { user } = useSession.getState();
  if (user) rememberPeople([user]);
}
