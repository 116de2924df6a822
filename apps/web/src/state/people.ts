import type { User } from '@parley/client';
import { useEffect } from 'react';
import { create } from 'zustand';
import { client } from './client.js';
import { readStored, removeStored, writeStored } from './storage.js';

interface PeopleStore {
  byId: Record<string, User>;
  /** Whom the caller has blocked; undefined until it is known. */
  blocked: ReadonlySet<string> | undefined;
}

/** Names are kept over a reload so that lists do not fill in name by name; each is asked for once more when first shown. */
const KEY = 'people';
const KEPT = 500;

export const usePeople = create<PeopleStore>(() => ({ byId: readStored<Record<string, User>>(KEY, {}), blocked: undefined }));

const asked = new Set<string>();

/** A user's profile; loads it when it is not known yet. */
export function usePerson(id: string | undefined): User | undefined {
  useEffect(() => {
    if (id) void loadPerson(id);
  }, [id]);
  return usePeople((state) => (id ? state.byId[id] : undefined));
}

async function loadPerson(id: string): Promise<void> {
  if (asked.has(id)) return;
  asked.add(id);
  try {
    rememberPeople([await client.rest.user(id)]);
  } catch {
    // Asked again when the person is next shown.
    asked.delete(id);
  }
}

export function rememberPeople(users: readonly User[]): void {
  // Those seen last stand last: they are the ones that are kept.
  const byId = Object.fromEntries([
    ...Object.entries(usePeople.getState().byId).filter(([id]) => !users.some((user) => user.id === id)),
    ...users.map((user) => [user.id, user] as const),
  ]);
  for (const user of users) asked.add(user.id);
  usePeople.setState({ byId });
  writeStored(KEY, Object.fromEntries(Object.entries(byId).slice(-KEPT)));
}

export function nameOf(user: User | undefined): string {
  return user ? user.displayName || user.username : '…';
}

export async function searchPeople(query: string): Promise<User[]> {
  const { users } = await client.rest.searchUsers(query, { limit: 20 });
  rememberPeople(users);
  return users;
}

/** The first page is enough to know whom one meets; the settings list them all. */
export async function loadBlocks(): Promise<User[]> {
  const { users } = await client.rest.blocks({ limit: 100 });
  rememberPeople(users);
  usePeople.setState({ blocked: new Set(users.map((user) => user.id)) });
  return users;
}

export async function block(user: string): Promise<void> {
  await client.rest.block(user);
  usePeople.setState((state) => ({ blocked: new Set(state.blocked).add(user) }));
}

export async function unblock(user: string): Promise<void> {
  await client.rest.unblock(user);
  usePeople.setState((state) => ({ blocked: new Set([...(state.blocked ?? [])].filter((id) => id !== user)) }));
}

export function forgetPeople(): void {
  asked.clear();
  usePeople.setState({ byId: {}, blocked: undefined });
  removeStored(KEY);
}
