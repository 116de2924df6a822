import type { GroupRole, Member } from '@parley/client';

export type MemberAction = 'message' | 'make-owner' | 'make-admin' | 'make-member' | 'remove';

/** What a member of a group may do about another one. */
export function actionsOn(member: Pick<Member, 'id' | 'role'>, caller: { id: string; role: GroupRole | '' }): MemberAction[] {
  if (member.id === caller.id) return caller.role === 'owner' ? rolesBut('owner') : [];
  const actions: MemberAction[] = ['message'];
  if (caller.role === 'owner') actions.push(...rolesBut(member.role));
  if (caller.role === 'owner' || (caller.role === 'admin' && member.role === 'member')) actions.push('remove');
  return actions;
}

/** Owners and admins look after the profile, the members and the invitations. */
export function mayManage(role: GroupRole | ''): boolean {
  return role === 'owner' || role === 'admin';
}

function rolesBut(role: GroupRole): MemberAction[] {
  return (['owner', 'admin', 'member'] as const).filter((each) => each !== role).map((each) => `make-${each}` as const);
}
