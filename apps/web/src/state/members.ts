import type { Entry, GroupRole, Member } from '@parley/client';
import { create } from 'zustand';
import { client } from './client.js';
import { groupOf } from './groups.js';
import { nameOf, rememberNames } from './people.js';
import { without } from './record.js';

interface MemberList {
  /** Owners, admins, members; as far as they are loaded. */
  readonly members: readonly Member[];
  /** Empty once all are loaded. */
  readonly nextPageToken: string;
  readonly status: 'loading' | 'ready' | 'failed';
}

interface MembersStore {
  byGroup: Record<string, MemberList>;
}

export const useMembers = create<MembersStore>(() => ({ byGroup: {} }));

const PAGE = 100;
const NONE: MemberList = { members: [], nextPageToken: '', status: 'loading' };

function listOf(group: string): MemberList | undefined {
  return useMembers.getState().byGroup[group];
}

/** The first members of a group, once; what is known already stays until the answer is there. */
export async function loadMembers(group: string): Promise<void> {
  if (listOf(group)?.status === 'ready') return;
  await reload(group, PAGE);
}

const running = new Set<string>();

export async function loadMoreMembers(group: string): Promise<void> {
  const list = listOf(group);
  if (!list?.nextPageToken || running.has(group)) return;
  running.add(group);
  try {
    const page = await client.groups.members(group, { limit: PAGE, pageToken: list.nextPageToken });
    rememberNames(page.members);
    const known = new Set(list.members.map(({ id }) => id));
    put(group, {
      members: [...list.members, ...page.members.filter(({ id }) => !known.has(id))],
      nextPageToken: page.nextPageToken,
      status: 'ready',
    });
  } catch {
    // Asked again when the end of the list is next in sight.
  } finally {
    running.delete(group);
  }
}

async function reload(group: string, count: number): Promise<void> {
  if (!listOf(group)) put(group, NONE);
  try {
    const { members, nextPageToken } = await client.groups.members(group, { limit: Math.min(MOST, Math.max(PAGE, count)) });
    rememberNames(members);
    // The server knows no order by name; where all are there, they are put into it.
    put(group, { members: nextPageToken ? members : members.toSorted(byRoleAndName), nextPageToken, status: 'ready' });
  } catch {
    if (listOf(group)?.status !== 'ready') put(group, { ...NONE, status: 'failed' });
  }
}

const PLACES: Record<GroupRole, number> = { owner: 0, admin: 1, member: 2 };

function byRoleAndName(a: Member, b: Member): number {
  return PLACES[a.role] - PLACES[b.role] || nameOf(a).localeCompare(nameOf(b));
}

/** The server's limit of a page. */
const MOST = 200;

export async function addMembers(group: string, users: readonly string[]): Promise<void> {
  await client.groups.addMembers(group, users);
  await reload(group, PAGE);
}

export async function setRole(group: string, user: string, role: Member['role']): Promise<void> {
  applyMember(group, await client.groups.setRole(group, user, role));
}

export async function removeMember(group: string, user: string): Promise<void> {
  await client.groups.removeMember(group, user);
  drop(group, [user]);
}

/** Follows who comes and goes in the lists that are loaded. */
export function applyMembership({ conversation, system }: Entry): void {
  const group = groupOf(conversation)?.id;
  const list = group === undefined ? undefined : listOf(group);
  if (group === undefined || !list || !system) return;
  switch (system.event) {
    case 'removed':
    case 'left':
      return drop(group, system.users);
    case 'added':
    case 'joined':
    case 'role':
      return reloadSoon(group);
    case 'deleted':
      useMembers.setState((state) => ({ byGroup: without(state.byGroup, group) }));
      return;
    case 'created':
    case 'renamed':
    case 'described':
    case 'picture':
    case 'visibility':
      return;
  }
}

const RELOAD_MS = 300;
const reloading = new Set<string>();

/** Many may come at once: the list is asked for once. */
function reloadSoon(group: string): void {
  if (reloading.has(group)) return;
  reloading.add(group);
  setTimeout(() => {
    reloading.delete(group);
    void reload(group, listOf(group)?.members.length ?? 0);
  }, RELOAD_MS);
}

function applyMember(group: string, member: Member): void {
  const list = listOf(group);
  if (list) put(group, { ...list, members: list.members.map((each) => (each.id === member.id ? member : each)) });
}

function drop(group: string, users: readonly string[]): void {
  const list = listOf(group);
  if (!list) return;
  put(group, { ...list, members: list.members.filter(({ id }) => !users.includes(id)) });
}

function put(group: string, list: MemberList): void {
  useMembers.setState((state) => ({ byGroup: { ...state.byGroup, [group]: list } }));
}

export function forgetMembers(): void {
  useMembers.setState({ byGroup: {} });
}
