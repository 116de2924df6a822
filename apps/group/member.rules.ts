import { Injectable } from '@nestjs/common';
import type {
  AddMembersRequest,
  Group,
  ListMembersRequest,
  ListMembersResponse,
  Member,
  RemoveMemberRequest,
  SetRoleRequest,
} from '#contracts/gen/parley/group/v1/group.js';
import type { User } from '#contracts/gen/parley/user/v1/user.js';
import { ParleyError } from '#errors';
import { readPageToken } from '#postgres';
import { isId, plainText } from '#runtime';
import { ChangeQueue } from './change.queue.js';
import type { MemberEntity } from './entities.js';
import { ROLES } from './group-change.js';
import { add, join, leave, noSuchGroup, remove, requireRole, setRole } from './group.decisions.js';
import { GroupDirectory, groupOf } from './group.directory.js';
import { GroupRules } from './group.rules.js';
import { People } from './people.js';

const PAGE = 50;

/** Who is in a group, comes, goes, and has which role. */
@Injectable()
export class MemberRules {
  constructor(
    private readonly queue: ChangeQueue,
    private readonly directory: GroupDirectory,
    private readonly groups: GroupRules,
    private readonly people: People,
  ) {}

  async join(caller: string, id: string): Promise<Group> {
    const { group: row, role } = await this.queue.change(id, { caller, decide: (draft) => join(draft, caller) });
    return groupOf({ row, role });
  }

  async joinByName(caller: string, name: string): Promise<Group> {
    const id = await this.directory.publicByName(plainText(name, 'name'));
    if (id === undefined) throw noSuchGroup('name');
    return this.join(caller, id);
  }

  async leave(caller: string, id: string): Promise<void> {
    await this.queue.change(id, { caller, decide: (draft) => leave(draft, caller) });
  }

  /** Answers who were no members before. The right is looked at first, so that nobody learns of users by groups that are not theirs. */
  async add(caller: string, { id, userIds }: AddMembersRequest): Promise<string[]> {
    await this.require(id, caller, 'admin');
    await this.people.requireAddable(caller, userIds, 'userIds');
    const { changes } = await this.queue.change(id, { caller, users: userIds, decide: (draft) => add(draft, caller, userIds) });
    return changes.flatMap(({ members }) => members.map(({ user }) => user));
  }

  async remove(caller: string, { id, userId }: RemoveMemberRequest): Promise<void> {
    await this.queue.change(id, { caller, users: [userId], decide: (draft) => remove(draft, caller, userId) });
  }

  /** The profile comes first: what cannot be answered is not done. */
  async setRole(caller: string, { id, userId, role: wanted }: SetRoleRequest): Promise<Member> {
    const role = ROLES.find((one) => one === wanted);
    if (role === undefined) throw new ParleyError('invalid', 'A role is owner, admin or member.', { field: 'role' });
    const profile = (await this.people.profiles([userId].filter(isId))).get(userId);
    const { group } = await this.queue.change(id, {
      caller,
      users: [userId],
      decide: (draft) => setRole(draft, caller, { user: userId, role }),
    });
    const member = await this.directory.member(group.id, userId);
    if (member === undefined) throw new ParleyError('not_found', 'This is no member of the group any more.', { field: 'userId' });
    return memberOf(member, profile);
  }

  async list(caller: string, request: ListMembersRequest): Promise<ListMembersResponse> {
    await this.require(request.id, caller, 'member');
    const page = await this.directory.members(request.id, readPageToken(request.pageToken, 'number'), request.limit ?? PAGE);
    const profiles = await this.people.profiles(page.rows.map(({ userId }) => userId));
    return { members: page.rows.map((row) => memberOf(row, profiles.get(row.userId))), nextPageToken: page.nextPageToken };
  }

  private async require(id: string, caller: string, least: 'admin' | 'member'): Promise<void> {
    const { row, role } = await this.groups.require(id, caller);
    requireRole(row, role, least);
  }
}

/** Somebody whose profile cannot be found is a member all the same. */
function memberOf({ userId, rank, joinedAt }: MemberEntity, user: User | undefined): Member {
  const { username = '', displayName = '' } = user ?? {};
  return { id: userId, username, displayName, role: ROLES[rank] ?? 'member', joinedAt };
}
