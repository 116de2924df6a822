import type { Group, GroupChange, GroupInvite, Invitation, NewGroup, NewGroupInvite, UserInvite } from '@parley/client';
import { client } from './client.js';
import { enterGroup } from './conversations.js';
import { rememberGroups } from './groups.js';

/** Makes a group and answers its conversation. */
export async function createGroup(group: NewGroup): Promise<string> {
  return enterGroup(await client.groups.create(group));
}

/** Joins a public group and answers its conversation. */
export async function joinGroup(id: string): Promise<string> {
  return enterGroup(await client.groups.join(id));
}

/** Joins by an invitation and answers the group's conversation. */
export async function acceptInvite(code: string): Promise<string> {
  return enterGroup(await client.groups.acceptInvite(code));
}

export async function updateGroup(id: string, change: GroupChange): Promise<void> {
  rememberGroups([await client.groups.update(id, change)]);
}

// The entry that ends the membership takes the group from the lists, here as on other devices.
export async function leaveGroup(id: string): Promise<void> {
  await client.groups.leave(id);
}

export async function deleteGroup(id: string): Promise<void> {
  await client.groups.delete(id);
}

/** The conversation of a group that one is a member of already. */
export async function openGroup(id: string): Promise<string> {
  return enterGroup(await client.groups.get(id));
}

export async function searchPublicGroups(query: string): Promise<readonly Group[]> {
  const { groups } = await client.groups.searchPublic(query, { limit: 20 });
  return groups;
}

/** More links than this nobody keeps apart. */
const LINKS = 100;

export async function listInvites(group: string): Promise<GroupInvite[]> {
  const { invites } = await client.groups.invites(group, { limit: LINKS });
  return invites;
}

export function createInvite(group: string, invite: NewGroupInvite): Promise<GroupInvite> {
  return client.groups.createInvite(group, invite);
}

export function revokeInvite(group: string, code: string): Promise<void> {
  return client.groups.revokeInvite(group, code);
}

export function invitation(code: string): Promise<Invitation> {
  return client.groups.invitation(code);
}

export function publicGroup(id: string): Promise<Group> {
  return client.groups.get(id);
}

/** An invitation to register on this server. */
export function inviteSomeone(): Promise<UserInvite> {
  return client.rest.createInvite();
}
