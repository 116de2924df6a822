import type { Entry, Group } from '@parley/client';
import { useEffect } from 'react';
import { create } from 'zustand';
import { client } from './client.js';
import { readStored, removeStored, writeStored } from './storage.js';

interface GroupsStore {
  /** The caller's groups, and others that were shown. */
  byId: Record<string, Group>;
}

/** Kept over a reload so that lists do not fill in name by name. */
const KEY = 'groups';
const KEPT = 200;
const PAGE = 200;

export const useGroups = create<GroupsStore>(() => ({ byId: readStored<Record<string, Group>>(KEY, {}) }));

export function useGroup(id: string | undefined): Group | undefined {
  useEffect(() => {
    if (id) void loadGroup(id);
  }, [id]);
  return useGroups((state) => (id ? state.byId[id] : undefined));
}

export function groupNameOf(group: Group | undefined): string {
  return group?.name ?? '…';
}

export function groupOf(conversation: string): Group | undefined {
  return Object.values(useGroups.getState().byId).find((group) => group.conversation === conversation);
}

/** All groups of the caller. */
export async function loadGroups(): Promise<Group[]> {
  const all: Group[] = [];
  let pageToken: string | undefined;
  do {
    const page = await client.groups.list({ limit: PAGE, pageToken });
    all.push(...page.groups);
    pageToken = page.nextPageToken;
  } while (pageToken);
  rememberGroups(all);
  return all;
}

const asked = new Map<string, Promise<void>>();

/** Loads a group that is not known yet; one request at a time, and again when it is next shown if that failed. */
function loadGroup(id: string): Promise<void> {
  if (useGroups.getState().byId[id]) return Promise.resolve();
  const running = asked.get(id) ?? refreshGroup(id).finally(() => asked.delete(id));
  asked.set(id, running);
  return running;
}

async function refreshGroup(id: string): Promise<void> {
  try {
    rememberGroups([await client.groups.get(id)]);
  } catch {
    // Asked again when it changes or is next shown. What is known stays: one that was left still has a name.
  }
}

export function rememberGroups(groups: readonly Group[]): void {
  if (groups.length === 0) return;
  const byId = { ...useGroups.getState().byId, ...Object.fromEntries(groups.map((group) => [group.id, group])) };
  useGroups.setState({ byId });
  writeStored(KEY, Object.fromEntries(Object.entries(byId).slice(-KEPT)));
}

/** What a system entry says about the group itself; how many members there are now is asked for. */
export function applyGroupChange(entry: Entry): void {
  const group = groupOf(entry.conversation);
  if (!group || !entry.system) return;
  const { event, text } = entry.system;
  switch (event) {
    case 'renamed':
      return rememberGroups([{ ...group, name: text }]);
    case 'described':
      return rememberGroups([{ ...group, description: text }]);
    case 'picture':
      return rememberGroups([{ ...group, picture: text }]);
    case 'visibility':
      return rememberGroups([{ ...group, visibility: text === 'public' ? 'public' : 'private' }]);
    case 'created':
    case 'added':
    case 'joined':
    case 'left':
    case 'removed':
    case 'role':
      return refreshSoon(group.id);
    case 'deleted':
      return;
  }
}

const REFRESH_MS = 300;
const refreshing = new Set<string>();

/** Many may come or go at once: the group is asked for once. */
function refreshSoon(id: string): void {
  if (refreshing.has(id)) return;
  refreshing.add(id);
  setTimeout(() => {
    refreshing.delete(id);
    void refreshGroup(id);
  }, REFRESH_MS);
}

export function forgetGroups(): void {
  useGroups.setState({ byId: {} });
  removeStored(KEY);
}
