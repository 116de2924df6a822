import { ParleyError, type Credentials, type Device, type Registration, type RegistrationPolicy, type User } from '@parley/client';
import { create } from 'zustand';
import { client } from './client.js';

/** `unreachable`: there may be a session, but the server cannot be asked. */
export type SessionStatus = 'restoring' | 'unreachable' | 'signed-out' | 'signed-in';

interface SessionStore {
  status: SessionStatus;
  user: User | undefined;
  /** The sign-in ended without the user asking for it. */
  expired: boolean;
}

export const useSession = create<SessionStore>(() => ({ status: 'restoring', user: undefined, expired: false }));

const RETRY_MS = 3_000;

/** Takes up the session of the cookie; asks again until the server answers. */
export async function restoreSession(): Promise<void> {
  try {
    const session = await client.auth.resume();
    if (!session) useSession.setState({ status: 'signed-out', user: undefined });
  } catch {
    useSession.setState({ status: 'unreachable' });
    setTimeout(() => void restoreSession(), RETRY_MS);
  }
}

export async function signIn(credentials: Credentials): Promise<void> {
  await client.auth.login({ ...credentials, deviceName: deviceName() });
}

export async function register(registration: Registration): Promise<void> {
  await client.auth.register({ ...registration, deviceName: deviceName() });
}

/** Who may register here. */
export function registrationPolicy(): Promise<RegistrationPolicy> {
  return client.rest.registration();
}

export async function signOut(): Promise<void> {
  leaving = true;
  await client.auth.logout();
}

let leaving = false;

/** Follows the sign-in wherever it changes: here, at a refresh, or because another device ended it. */
export function followSession(): void {
  client.on('session', (session) => {
    if (session) {
      leaving = false;
      useSession.setState({ status: 'signed-in', user: session.user, expired: false });
      return;
    }
    if (useSession.getState().status === 'signed-out') return;
    const wasSignedIn = useSession.getState().status === 'signed-in';
    useSession.setState({ status: 'signed-out', user: undefined, expired: wasSignedIn && !leaving });
  });
}

/** The caller's id; only for code that runs while somebody is signed in. */
export function myId(): string {
  const { user } = useSession.getState();
  if (!user) throw new ParleyError('unauthenticated', 'Nobody is signed in.');
  return user.id;
}

export async function changeDisplayName(displayName: string): Promise<void> {
  const user = await client.rest.updateMe({ displayName });
  useSession.setState({ user });
}

export async function changePassword(current: string, next: string): Promise<void> {
  await client.rest.changePassword(current, next);
}

export async function listDevices(): Promise<Device[]> {
  const { devices } = await client.rest.devices({ limit: 100 });
  return devices;
}

export async function signOutDevice(id: string): Promise<void> {
  await client.rest.revokeDevice(id);
}

/** How this browser is called in the list of devices, such as "Firefox on Linux". */
function deviceName(): string {
  const agent = navigator.userAgent;
  const browser = BROWSERS.find(([pattern]) => pattern.test(agent))?.[1] ?? 'Browser';
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1];
  return system ? `${browser} on ${system}` : browser;
}

// In this order: most agents name several others before themselves.
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'macOS'],
  [/Linux/, 'Linux'],
];
