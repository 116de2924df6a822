import type { RegistrationPolicy } from '@parley/client';
import { Link, matchPath, useLocation } from 'react-router';
import { registrationPolicy, useSession } from '../state/session.js';
import { Logo } from '../ui/Logo.js';
import { useLoaded } from '../ui/useLoaded.js';
import { SignInForm } from './SignInForm.js';
import styles from './SignInPage.module.css';

export type Mode = 'login' | 'register';

const WORDS = {
  login: { title: 'Sign in to Parley', other: 'New here?', otherAction: 'Create an account' },
  register: { title: 'Create your account', other: 'Already have an account?', otherAction: 'Sign in' },
} as const;

export function SignInPage({ mode }: { mode: Mode }) {
  const words = WORDS[mode];
  const location = useLocation();
  const invite = useInvite();
  const { value: policy, failed } = useLoaded(registrationPolicy);
  // A form that is taken away again would be worse than a moment without one.
  const fillable = mode === 'login' || failed || (policy !== undefined && policy !== 'closed');
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Logo />
        <h1 className={styles.title}>{words.title}</h1>
        <Notice mode={mode} policy={policy} invited={invite !== undefined} />
        {fillable && <SignInForm key={mode} mode={mode} invite={invite} asksForInvite={mode === 'register' && policy === 'invite'} />}
        <p className={styles.other}>
          {words.other}{' '}
          <Link to={mode === 'login' ? registrationAddress(invite) : backTo(location.state, invite)} state={{ from: location.pathname }}>
            {words.otherAction}
          </Link>
        </p>
      </div>
    </main>
  );
}

/** What one should know before one begins to type. */
function Notice({ mode, policy, invited }: { mode: Mode; policy: RegistrationPolicy | undefined; invited: boolean }) {
  const expired = useSession((state) => state.expired);
  if (mode === 'register') {
    if (policy === 'closed') return <p className={styles.notice}>This server does not take new accounts.</p>;
    if (invited) return <p className={styles.notice}>You were invited. Choose a username and a password.</p>;
    if (policy === 'invite')
      return (
        <p className={styles.notice}>This server takes new accounts by invitation. Open the link that you were given, or enter it here.</p>
      );
    return null;
  }
  if (invited) return <p className={styles.notice}>You were invited to a group. Sign in or create an account to see it.</p>;
  return expired ? <p className={styles.notice}>You were signed out on this device. Sign in to go on where you were.</p> : null;
}

/** The code of the invitation that led here, from either kind of link. */
function useInvite(): string | undefined {
  const { pathname, search } = useLocation();
  return matchPath('/invite/:code', pathname)?.params.code ?? new URLSearchParams(search).get('invite') ?? undefined;
}

function registrationAddress(invite: string | undefined): string {
  return invite === undefined ? '/register' : `/register?invite=${encodeURIComponent(invite)}`;
}

/** Signing in stays at the address that was asked for, so that it opens afterwards. */
function backTo(state: unknown, invite: string | undefined): string {
  if (invite !== undefined) return `/invite/${encodeURIComponent(invite)}`;
  const from = (state as { from?: unknown } | null)?.from;
  return typeof from === 'string' && from !== '/register' ? from : '/';
}
