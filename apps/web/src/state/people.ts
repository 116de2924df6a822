import type { Member, User } from '@parley/client';
import { useEffect } from 'react';
import { create } from 'zustand';
import { useShallow } from 'zustand/shallow';
import { client } from './client.js';
import { readStored, removeStored, writeStored } from './storage.js';

/** A profile, or as much of it as a list of members tells. */
export type Person = Omit<User, 'createdAt'> & Partial<Pick<User, 'createdAt'>>;

interface PeopleStore {
  byId: Record<string, Person>;
  /** Whom the caller has blocked; undefined until it is known. */
  blocked: ReadonlySet<string> | undefined;
}

/** Names are kept over a reload so that lists do not fill in name by name; each is asked for once more when first shown. */
const KEY = 'people';
const KEPT = 500;

export const usePeople = create<PeopleStore>(() => ({ byId: readStored<Record<string, Person>>(KEY, {}), blocked: undefined }));

const asked = new Set<string>();

/** A user's profile; loads it when it is not known yet. */
export function usePerson(id: string | undefined): Person | undefined {
  useEffect(() => {
    if (id) void loadPerson(id);
  }, [id]);
  return usePeople((state) => (id ? state.byId[id] : undefined));
}

/** A list of members that is on its way tells most names at once: in a large group this saves dozens of requests. */
const PATIENCE_MS = 200;

/** What people are called, by id; asks for those of whom nothing is known. */
export function useNames(ids: readonly string[]): Readonly<Record<string, string>> {
  const wanted = ids.join(' ');
  useEffect(() => {
    const timer = setTimeout(() => {
      const { byId } = usePeople.getState();
      for (const id of wanted.split(' ')) if (id && !byId[id]) void loadPerson(id);
    }, PATIENCE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [wanted]);
  return usePeople(useShallow((state) => Object.fromEntries(ids.map((id) => [id, nameOf(state.byId[id])]))));
}

/** What somebody is called; asks only if nothing is known of them. */
export function useName(id: string): string {
  return useNames([id])[id] ?? nameOf(undefined);
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
  for (const user of users) asked.add(user.id);
  remember(users);
}

/** From a list of members, which saves asking for each; their whole profile is still asked for where it is shown. */
export function rememberNames(members: readonly Member[]): void {
  const { byId } = usePeople.getState();
  remember(members.map(({ id, username, displayName }) => ({ ...byId[id], id, username, displayName })));
}

function remember(people: readonly Person[]): void {
  const ids = new Set(people.map(({ id }) => id));
  // Those seen last stand last: they are the ones that are kept.
  const byId = Object.fromEntries([
    ...Object.entries(usePeople.getState().byId).filter(([id]) => !ids.has(id)),
    ...people.map((person) => [person.id, person] as const),
  ]);
  usePeople.setState({ byId });
  writeStored(KEY, Object.fromEntries(Object.entries(byId).slice(-KEPT)));
}

export function nameOf(user: Pick<Person, 'displayName' | 'username'> | undefined): string {
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
