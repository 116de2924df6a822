import { ParleyError } from '#errors';
import type { GroupRow, InviteEntity } from './entities.js';
import { type Change, MAX_NAMED, type Role, ROLES } from './group-change.js';
import { nameKey } from './names.js';

/** Most members of a group. */
export const MAX_MEMBERS = 10_000;

export type Profile = Pick<GroupRow, 'name' | 'description' | 'picture' | 'visibility'>;

/** What tells who may know of a group. */
export type Openness = Readonly<Pick<GroupRow, 'visibility' | 'deleted'>>;

/** A group as a decision finds it. */
export interface GroupState extends Openness, Readonly<Profile> {
  readonly owners: number;
  readonly members: number;
  /** Another public group has the name that is asked for. */
  readonly nameTaken: boolean;
  /** What the user is, of those whom the decision concerns. */
  roleOf(user: string): Role | undefined;
}

/** Whether somebody can see that the group exists. Throws `not_found`, as for a group that does not exist. */
export function requireVisible(group: Openness, role: Role | undefined, field = 'id'): void {
  if (group.deleted || (group.visibility === 'private' && role === undefined)) throw noSuchGroup(field);
}

/** Whether somebody may do what needs a role, or a greater one. Throws `not_found` or `forbidden`. */
export function requireRole(group: Openness, role: Role | undefined, least: Role): Role {
  requireVisible(group, role);
  if (role === undefined) throw new ParleyError('forbidden', 'Only members of the group may do this.');
  if (ROLES.indexOf(role) > ROLES.indexOf(least)) throw new ParleyError('forbidden', `Only ${WHO[least]} of the group may do this.`);
  return role;
}

const WHO: Record<Role, string> = { owner: 'owners', admin: 'owners and admins', member: 'members' };

/** The first change names as many first members as it can, the others are added in the changes after it. */
export function create({ name }: Profile, owner: string, members: readonly string[]): Change[] {
  const others = [...new Set(members)].filter((user) => user !== owner);
  if (others.length >= MAX_MEMBERS) throw full();
  const first = others.slice(0, MAX_NAMED - 1).map((user) => ({ user, role: 'member' as const }));
  const created: Change = { event: 'created', actor: owner, members: [...first, { user: owner, role: 'owner' }], text: name };
  return [created, ...added(owner, others.slice(MAX_NAMED - 1))];
}

/** Nothing for who is a member already. */
export function join(group: GroupState, user: string): Change[] {
  requireVisible(group, group.roleOf(user));
  return group.roleOf(user) === undefined ? joined(group, user) : [];
}

/** Members use nothing up, and need no good invitation; `invite` is one of this group, if there is one. */
export function accept(group: GroupState, user: string, { invite, now }: { invite: InviteEntity | undefined; now: number }): Change[] {
  if (group.deleted || invite === undefined) throw noSuchInvite();
  if (group.roleOf(user) !== undefined) return [];
  if (!isGood(invite, now)) throw noSuchInvite();
  return joined(group, user);
}

export function leave(group: GroupState, user: string): Change[] {
  const role = group.roleOf(user);
  requireVisible(group, role);
  if (role === undefined) throw notMember('id');
  requireOtherOwner(group, role);
  return [{ event: 'left', actor: user, members: [{ user, role: '' }], text: '' }];
}

/** Changes of as many members as one may name; none if all are members already. */
export function add(group: GroupState, actor: string, users: readonly string[]): Change[] {
  requireRole(group, group.roleOf(actor), 'admin');
  const strangers = [...new Set(users)].filter((user) => group.roleOf(user) === undefined);
  if (group.members + strangers.length > MAX_MEMBERS) throw full();
  return added(actor, strangers);
}

/** Admins may remove members who are neither owner nor admin, owners anyone. Who removes themselves leaves. */
export function remove(group: GroupState, actor: string, user: string): Change[] {
  if (user === actor) return leave(group, user);
  const right = requireRole(group, group.roleOf(actor), 'admin');
  const role = group.roleOf(user);
  if (role === undefined) throw notMember('userId');
  if (right !== 'owner' && role !== 'member') throw new ParleyError('forbidden', 'Only owners may remove owners and admins.');
  return [{ event: 'removed', actor, members: [{ user, role: '' }], text: '' }];
}

/** Nothing if the member has the role already. */
export function setRole(group: GroupState, actor: string, { user, role }: { user: string; role: Role }): Change[] {
  requireRole(group, group.roleOf(actor), 'owner');
  const before = group.roleOf(user);
  if (before === undefined) throw notMember('userId');
  if (before === role) return [];
  requireOtherOwner(group, before);
  return [{ event: 'role', actor, members: [{ user, role }], text: '' }];
}

/** One change for each part of the profile that is another one now. */
export function update(group: GroupState, actor: string, fields: Partial<Profile>): Change[] {
  requireRole(group, group.roleOf(actor), 'admin');
  const changes = EVENTS.flatMap(([part, event]) => {
    const text = fields[part];
    return text === undefined || text === group[part] ? [] : [{ event, actor, members: [], text }];
  });
  if (group.nameTaken && claimedName(group, fields) !== undefined) throw nameTaken();
  return changes;
}

const EVENTS = [
  ['name', 'renamed'],
  ['description', 'described'],
  ['picture', 'picture'],
  ['visibility', 'visibility'],
] as const;

/** The key of the public name that a change of the profile asks for; nothing if it asks for none, or for the one it has. */
export function claimedName(
  before: Readonly<Profile>,
  { name = before.name, visibility = before.visibility }: Partial<Profile>,
): string | undefined {
  const key = nameKey(name);
  const kept = before.visibility === 'public' && nameKey(before.name) === key;
  return visibility === 'public' && !kept ? key : undefined;
}

/** Ends the membership of everybody. */
export function end(group: GroupState, actor: string): Change[] {
  requireRole(group, group.roleOf(actor), 'owner');
  return [{ event: 'deleted', actor, members: [], text: '' }];
}

export function isGood(invite: InviteEntity, now: number): boolean {
  return (invite.expiresAt === null || invite.expiresAt > now) && (invite.maxUses === null || invite.uses < invite.maxUses);
}

export function noSuchGroup(field: string): ParleyError {
  return new ParleyError('not_found', 'There is no such group.', { field });
}

export function noSuchInvite(): ParleyError {
  return new ParleyError('not_found', 'This invitation is not good, or no longer.', { field: 'code' });
}

export function nameTaken(): ParleyError {
  return new ParleyError('conflict', 'Another public group has this name.', { field: 'name' });
}

function added(actor: string, users: readonly string[]): Change[] {
  const members = users.map((user) => ({ user, role: 'member' as const }));
  const parts = Array.from({ length: Math.ceil(members.length / MAX_NAMED) }, (_, part) =>
    members.slice(part * MAX_NAMED, (part + 1) * MAX_NAMED),
  );
  return parts.map((part) => ({ event: 'added', actor, members: part, text: '' }));
}

function joined(group: GroupState, user: string): Change[] {
  if (group.members >= MAX_MEMBERS) throw full();
  return [{ event: 'joined', actor: user, members: [{ user, role: 'member' }], text: '' }];
}

function requireOtherOwner(group: GroupState, role: Role): void {
  if (role === 'owner' && group.owners === 1) {
    throw new ParleyError('conflict', 'A group needs an owner: make somebody else an owner first, or delete the group.');
  }
}

function notMember(field: string): ParleyError {
  return new ParleyError('not_found', 'This is no member of the group.', { field });
}

function full(): ParleyError {
  return new ParleyError('conflict', `A group has at most ${MAX_MEMBERS.toLocaleString('en')} members.`);
}
