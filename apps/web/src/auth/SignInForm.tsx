import { ParleyError, type ErrorCode } from '@parley/client';
import { useState, type SubmitEvent } from 'react';
import { register, signIn } from '../state/session.js';
import { Button } from '../ui/Button.js';
import { Field } from '../ui/Field.js';
import { codeIn } from './invite-code.js';
import type { Mode } from './SignInPage.js';
import styles from './SignInPage.module.css';

interface Problem {
  field: 'username' | 'password' | 'invite' | undefined;
  text: string;
}

interface SignInFormProps {
  mode: Mode;
  /** The code of an invitation, from the address. */
  invite: string | undefined;
  /** Registration is by invitation only. */
  asksForInvite: boolean;
}

export function SignInForm({ mode, invite, asksForInvite }: SignInFormProps) {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [given, setGiven] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (busy) return;
    const found = mode === 'register' ? problemWith(username, password) : missing(username, password);
    setProblem(found);
    if (found) return;
    setBusy(true);
    try {
      const credentials = { username: username.trim(), password };
      await (mode === 'register' ? register({ ...credentials, invite: invite ?? (codeIn(given) || undefined) }) : signIn(credentials));
    } catch (error) {
      setProblem(explain(error, mode));
      setBusy(false);
    }
  }

  const errorAt = (field: Problem['field']) => (problem?.field === field ? problem?.text : undefined);
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <Field
        label="Username"
        name="username"
        value={username}
        onChange={(event) => {
          setUsername(event.target.value);
        }}
        error={errorAt('username')}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        autoFocus
        maxLength={64}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        value={password}
        onChange={(event) => {
          setPassword(event.target.value);
        }}
        hint={mode === 'register' ? 'At least 8 characters.' : undefined}
        error={errorAt('password')}
        autoComplete={mode === 'register' ? 'new-password' : 'current-password'}
        maxLength={256}
      />
      {asksForInvite && invite === undefined && (
        <Field
          label="Invitation"
          name="invite"
          value={given}
          onChange={(event) => {
            setGiven(event.target.value);
          }}
          hint="The link, or the code in it."
          error={errorAt('invite')}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      {problem && !shownAt(problem, asksForInvite && invite === undefined) && (
        <p className={styles.problem} role="alert">
          {problem.text}
        </p>
      )}
      <Button type="submit" variant="primary" busy={busy}>
        {mode === 'register' ? 'Create account' : 'Sign in'}
      </Button>
    </form>
  );
}

function missing(username: string, password: string): Problem | undefined {
  if (!username.trim()) return { field: 'username', text: 'Enter your username.' };
  if (!password) return { field: 'password', text: 'Enter your password.' };
  return undefined;
}

// The server decides; this only says it sooner.
function problemWith(username: string, password: string): Problem | undefined {
  if (!/^[A-Za-z0-9._-]{3,32}$/.test(username.trim())) {
    return { field: 'username', text: 'Use 3 to 32 letters, digits, dots, hyphens or underscores.' };
  }
  if (password.length < 8) return { field: 'password', text: 'Use at least 8 characters.' };
  return undefined;
}

function explain(error: unknown, mode: Mode): Problem {
  if (!(error instanceof ParleyError)) return { field: undefined, text: 'Something went wrong here. Reload the page and try again.' };
  const words = WORDS_FOR[error.code];
  if (words) return words(error, mode);
  return { field: fieldOf(error), text: error.message };
}

const badInvite = (): Problem => ({ field: 'invite', text: 'This server needs an invitation that is still good. Ask for a new link.' });

const unreachable = (): Problem => ({ field: undefined, text: 'The server cannot be reached. Check your connection and try again.' });

/** Where we know better than the server what the person in front of the form can do. */
const WORDS_FOR: Partial<Record<ErrorCode, (error: ParleyError, mode: Mode) => Problem>> = {
  conflict: () => ({ field: 'username', text: 'This username is taken. Choose another one.' }),
  unauthenticated: () => ({ field: 'password', text: 'Username or password is wrong.' }),
  rate_limited: ({ retryAfterMs }) => ({ field: undefined, text: `Too many attempts. Try again ${inSeconds(retryAfterMs)}.` }),
  unavailable: unreachable,
  overloaded: unreachable,
  forbidden: (error, mode) =>
    mode === 'register' && error.field === 'invite' ? badInvite() : { field: fieldOf(error), text: error.message },
};

/** Whether a field shows it; the invitation has one only where one has to be entered. */
function shownAt({ field }: Problem, inviteField: boolean): boolean {
  return field === 'invite' ? inviteField : field !== undefined;
}

function fieldOf({ field }: ParleyError): Problem['field'] {
  return field === 'username' || field === 'password' || field === 'invite' ? field : undefined;
}

function inSeconds(ms: number | undefined): string {
  const seconds = Math.ceil((ms ?? 0) / 1000);
  if (seconds <= 0) return 'in a moment';
  return seconds < 90 ? `in ${seconds} seconds` : `in ${Math.ceil(seconds / 60)} minutes`;
}
