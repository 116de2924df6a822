import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { requireUser } from '#contracts';
import {
  type AcceptInviteRequest,
  type AddMembersRequest,
  type AddMembersResponse,
  type CreateGroupRequest,
  type CreateInviteRequest,
  type DeleteGroupRequest,
  type DeleteGroupResponse,
  type GetGroupRequest,
  type GetInvitationRequest,
  type Group,
  type GroupResponse,
  type GroupServiceController,
  type Invitation,
  type Invite,
  type JoinByNameRequest,
  type JoinGroupRequest,
  type LeaveGroupRequest,
  type LeaveGroupResponse,
  type ListGroupsRequest,
  type ListGroupsResponse,
  type ListInvitesRequest,
  type ListInvitesResponse,
  type ListMembersRequest,
  type ListMembersResponse,
  type Member,
  type RemoveMemberRequest,
  type RemoveMemberResponse,
  type RevokeInviteRequest,
  type RevokeInviteResponse,
  type SearchPublicGroupsRequest,
  type SetRoleRequest,
  type UpdateGroupRequest,
  GroupServiceControllerMethods,
} from '#contracts/gen/parley/group/v1/group.js';
import { GroupRules } from './group.rules.js';
import { InviteRules } from './invite.rules.js';
import { MemberRules } from './member.rules.js';

/** The public calls. */
@Controller()
@GroupServiceControllerMethods()
export class GroupController implements GroupServiceController {
  constructor(
    private readonly groups: GroupRules,
    private readonly members: MemberRules,
    private readonly invites: InviteRules,
  ) {}

  async createGroup(request: CreateGroupRequest, metadata: Metadata): Promise<GroupResponse> {
    return { group: await this.groups.create(requireUser(metadata), request) };
  }

  async listGroups(request: ListGroupsRequest, metadata: Metadata): Promise<ListGroupsResponse> {
    return this.groups.list(requireUser(metadata), request);
  }

  async searchPublicGroups(request: SearchPublicGroupsRequest, metadata: Metadata): Promise<ListGroupsResponse> {
    return this.groups.search(requireUser(metadata), request);
  }

  async getGroup(request: GetGroupRequest, metadata: Metadata): Promise<Group> {
    return this.groups.get(request.id, requireUser(metadata));
  }

  async updateGroup(request: UpdateGroupRequest, metadata: Metadata): Promise<Group> {
    return this.groups.update(requireUser(metadata), request);
  }

  async deleteGroup(request: DeleteGroupRequest, metadata: Metadata): Promise<DeleteGroupResponse> {
    await this.groups.delete(requireUser(metadata), request.id);
    return {};
  }

  async joinByName(request: JoinByNameRequest, metadata: Metadata): Promise<GroupResponse> {
    return { group: await this.members.joinByName(requireUser(metadata), request.name) };
  }

  async joinGroup(request: JoinGroupRequest, metadata: Metadata): Promise<GroupResponse> {
    return { group: await this.members.join(requireUser(metadata), request.id) };
  }

  async leaveGroup(request: LeaveGroupRequest, metadata: Metadata): Promise<LeaveGroupResponse> {
    await this.members.leave(requireUser(metadata), request.id);
    return {};
  }

  async listMembers(request: ListMembersRequest, metadata: Metadata): Promise<ListMembersResponse> {
    return this.members.list(requireUser(metadata), request);
  }

  async addMembers(request: AddMembersRequest, metadata: Metadata): Promise<AddMembersResponse> {
    return { added: await this.members.add(requireUser(metadata), request) };
  }

  async removeMember(request: RemoveMemberRequest, metadata: Metadata): Promise<RemoveMemberResponse> {
    await this.members.remove(requireUser(metadata), request);
    return {};
  }

  async setRole(request: SetRoleRequest, metadata: Metadata): Promise<Member> {
    return this.members.setRole(requireUser(metadata), request);
  }

  async createInvite(request: CreateInviteRequest, metadata: Metadata): Promise<Invite> {
    return this.invites.create(requireUser(metadata), request);
  }

  async listInvites(request: ListInvitesRequest, metadata: Metadata): Promise<ListInvitesResponse> {
    return this.invites.list(requireUser(metadata), request);
  }

  async revokeInvite(request: RevokeInviteRequest, metadata: Metadata): Promise<RevokeInviteResponse> {
    await this.invites.revoke(requireUser(metadata), request);
    return {};
  }

  async getInvitation(request: GetInvitationRequest, metadata: Metadata): Promise<Invitation> {
    return this.invites.look(requireUser(metadata), request.code);
  }

  async acceptInvite(request: AcceptInviteRequest, metadata: Metadata): Promise<GroupResponse> {
    return { group: await this.invites.accept(requireUser(metadata), request.code) };
  }
}
