import type { Presence } from '@parley/client';
import { useEffect } from 'react';
import { create } from 'zustand';
import { client } from './client.js';
import { useConnection } from './connection.js';

interface PresenceStore {
  byUser: Record<string, Presence>;
}

export const usePresenceStore = create<PresenceStore>(() => ({ byUser: {} }));

/** Whether someone is online, for as long as the component is shown. */
export function usePresence(user: string | undefined): Presence | undefined {
  useEffect(() => (user ? client.watch([user]) : undefined), [user]);
  // Without a connection nobody knows: what was true then is not said now.
  const known = useConnection((state) => state.notice === undefined);
  return usePresenceStore((state) => (user && known ? state.byUser[user] : undefined));
}

export function followPresence(): void {
  client.on('presence', (presence) => {
    usePresenceStore.setState((state) => ({ byUser: { ...state.byUser, [presence.user]: presence } }));
  });
}

export function forgetPresence(): void {
  usePresenceStore.setState({ byUser: {} });
}
