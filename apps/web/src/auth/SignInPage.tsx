import { ParleyError, type ErrorCode } from '@parley/client';
import { useState, type SubmitEvent } from 'react';
import { Link, useLocation } from 'react-router';
import { register, signIn, useSession } from '../state/session.js';
import { Button } from '../ui/Button.js';
import { Field } from '../ui/Field.js';
import { Logo } from '../ui/Logo.js';
import styles from './SignInPage.module.css';

type Mode = 'login' | 'register';

interface Problem {
  field: 'username' | 'password' | undefined;
  text: string;
}

const WORDS = {
  login: { title: 'Sign in to Parley', action: 'Sign in', other: 'New here?', otherAction: 'Create an account', otherPath: '/register' },
  register: {
    title: 'Create your account',
    action: 'Create account',
    other: 'Already have an account?',
    otherAction: 'Sign in',
    otherPath: '/',
  },
} as const;

export function SignInPage({ mode }: { mode: Mode }) {
  const words = WORDS[mode];
  const location = useLocation();
  const expired = useSession((state) => state.expired);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Logo />
        <h1 className={styles.title}>{words.title}</h1>
        {expired && mode === 'login' && (
          <p className={styles.notice}>You were signed out on this device. Sign in to go on where you were.</p>
        )}
        <SignInForm mode={mode} />
        <p className={styles.other}>
          {words.other}{' '}
          <Link to={mode === 'login' ? words.otherPath : backTo(location.state)} state={{ from: location.pathname }}>
            {words.otherAction}
          </Link>
        </p>
      </div>
    </main>
  );
}

/** Signing in stays at the address that was asked for, so that it opens afterwards. */
function backTo(state: unknown): string {
  const from = (state as { from?: unknown } | null)?.from;
  return typeof from === 'string' && from !== '/register' ? from : '/';
}

function SignInForm({ mode }: { mode: Mode }) {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
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
      await (mode === 'register' ? register : signIn)({ username: username.trim(), password });
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
      {problem && !problem.field && (
        <p className={styles.problem} role="alert">
          {problem.text}
        </p>
      )}
      <Button type="submit" variant="primary" busy={busy}>
        {WORDS[mode].action}
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

const unreachable = (): Problem => ({ field: undefined, text: 'The server cannot be reached. Check your connection and try again.' });

/** Where we know better than the server what the person in front of the form can do. */
const WORDS_FOR: Partial<Record<ErrorCode, (error: ParleyError, mode: Mode) => Problem>> = {
  conflict: () => ({ field: 'username', text: 'This username is taken. Choose another one.' }),
  unauthenticated: () => ({ field: 'password', text: 'Username or password is wrong.' }),
  rate_limited: ({ retryAfterMs }) => ({ field: undefined, text: `Too many attempts. Try again ${inSeconds(retryAfterMs)}.` }),
  unavailable: unreachable,
  overloaded: unreachable,
  forbidden: ({ message }, mode) => ({ field: undefined, text: mode === 'register' ? 'This server does not take new accounts.' : message }),
};

function fieldOf({ field }: ParleyError): Problem['field'] {
  return field === 'username' || field === 'password' ? field : undefined;
}

function inSeconds(ms: number | undefined): string {
  const seconds = Math.ceil((ms ?? 0) / 1000);
  if (seconds <= 0) return 'in a moment';
  return seconds < 90 ? `in ${seconds} seconds` : `in ${Math.ceil(seconds / 60)} minutes`;
}
