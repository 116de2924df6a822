// Generated from proto/ by `npm run contracts`. DO NOT EDIT.
/* eslint-disable */
import type { ServiceContract } from '../service-contract.js';
import { AcceptInviteRequest as group_v1_AcceptInviteRequest } from './parley/group/v1/group.js';
import { Ack as conversation_v1_Ack } from './parley/conversation/v1/entry.js';
import { AddMembersRequest as group_v1_AddMembersRequest } from './parley/group/v1/group.js';
import { AddMembersResponse as group_v1_AddMembersResponse } from './parley/group/v1/group.js';
import { AdvanceRequest as relay_internal_v1_AdvanceRequest } from './parley/relay/internal/v1/relay_internal.js';
import { AdvanceResponse as relay_internal_v1_AdvanceResponse } from './parley/relay/internal/v1/relay_internal.js';
import { AnswerBatch as transport_internal_v1_AnswerBatch } from './parley/transport/internal/v1/calls.js';
import { AppendRequest as conversation_internal_v1_AppendRequest } from './parley/conversation/internal/v1/message_path.js';
import { AppendResponse as conversation_internal_v1_AppendResponse } from './parley/conversation/internal/v1/message_path.js';
import { AwaitStoredRequest as conversation_internal_v1_AwaitStoredRequest } from './parley/conversation/internal/v1/message_path.js';
import { AwaitStoredResponse as conversation_internal_v1_AwaitStoredResponse } from './parley/conversation/internal/v1/message_path.js';
import { BlockUserRequest as user_v1_BlockUserRequest } from './parley/user/v1/user.js';
import { BlockUserResponse as user_v1_BlockUserResponse } from './parley/user/v1/user.js';
import { CallBatch as transport_internal_v1_CallBatch } from './parley/transport/internal/v1/calls.js';
import { ChangePasswordRequest as user_v1_ChangePasswordRequest } from './parley/user/v1/user.js';
import { ChangePasswordResponse as user_v1_ChangePasswordResponse } from './parley/user/v1/user.js';
import { CheckBlocksRequest as user_internal_v1_CheckBlocksRequest } from './parley/user/internal/v1/user_internal.js';
import { CheckBlocksResponse as user_internal_v1_CheckBlocksResponse } from './parley/user/internal/v1/user_internal.js';
import { CheckInviteRequest as group_internal_v1_CheckInviteRequest } from './parley/group/internal/v1/group_internal.js';
import { CheckInviteResponse as group_internal_v1_CheckInviteResponse } from './parley/group/internal/v1/group_internal.js';
import { ChooseChatNodeRequest as discovery_v1_ChooseChatNodeRequest } from './parley/discovery/v1/discovery.js';
import { ChooseChatNodeResponse as discovery_v1_ChooseChatNodeResponse } from './parley/discovery/v1/discovery.js';
import { CreateGroupRequest as group_v1_CreateGroupRequest } from './parley/group/v1/group.js';
import { CreateInviteRequest as group_v1_CreateInviteRequest } from './parley/group/v1/group.js';
import { CreateInviteRequest as user_v1_CreateInviteRequest } from './parley/user/v1/user.js';
import { DeleteGroupRequest as group_v1_DeleteGroupRequest } from './parley/group/v1/group.js';
import { DeleteGroupResponse as group_v1_DeleteGroupResponse } from './parley/group/v1/group.js';
import { DeliverRequest as chat_internal_v1_DeliverRequest } from './parley/chat/internal/v1/chat_internal.js';
import { DeliverResponse as chat_internal_v1_DeliverResponse } from './parley/chat/internal/v1/chat_internal.js';
import { EntryPage as conversation_v1_EntryPage } from './parley/conversation/v1/entry.js';
import { GetDirectConversationRequest as message_v1_GetDirectConversationRequest } from './parley/message/v1/message.js';
import { GetDirectConversationResponse as message_v1_GetDirectConversationResponse } from './parley/message/v1/message.js';
import { GetGroupRequest as group_v1_GetGroupRequest } from './parley/group/v1/group.js';
import { GetInvitationRequest as group_v1_GetInvitationRequest } from './parley/group/v1/group.js';
import { GetJwksRequest as user_v1_GetJwksRequest } from './parley/user/v1/user.js';
import { GetMeRequest as user_v1_GetMeRequest } from './parley/user/v1/user.js';
import { GetPresenceRequest as last_seen_v1_GetPresenceRequest } from './parley/last_seen/v1/last_seen.js';
import { GetPresencesRequest as last_seen_internal_v1_GetPresencesRequest } from './parley/last_seen/internal/v1/last_seen_internal.js';
import { GetPresencesResponse as last_seen_internal_v1_GetPresencesResponse } from './parley/last_seen/internal/v1/last_seen_internal.js';
import { GetRegistrationRequest as user_v1_GetRegistrationRequest } from './parley/user/v1/user.js';
import { GetRegistrationResponse as user_v1_GetRegistrationResponse } from './parley/user/v1/user.js';
import { GetUserByUsernameRequest as user_v1_GetUserByUsernameRequest } from './parley/user/v1/user.js';
import { GetUserRequest as user_v1_GetUserRequest } from './parley/user/v1/user.js';
import { GetUsersRequest as user_internal_v1_GetUsersRequest } from './parley/user/internal/v1/user_internal.js';
import { GetUsersResponse as user_internal_v1_GetUsersResponse } from './parley/user/internal/v1/user_internal.js';
import { Group as group_v1_Group } from './parley/group/v1/group.js';
import { GroupResponse as group_v1_GroupResponse } from './parley/group/v1/group.js';
import { Invitation as group_v1_Invitation } from './parley/group/v1/group.js';
import { Invite as group_v1_Invite } from './parley/group/v1/group.js';
import { Invite as user_v1_Invite } from './parley/user/v1/user.js';
import { JoinByNameRequest as group_v1_JoinByNameRequest } from './parley/group/v1/group.js';
import { JoinGroupRequest as group_v1_JoinGroupRequest } from './parley/group/v1/group.js';
import { Jwks as user_v1_Jwks } from './parley/user/v1/user.js';
import { LeaveGroupRequest as group_v1_LeaveGroupRequest } from './parley/group/v1/group.js';
import { LeaveGroupResponse as group_v1_LeaveGroupResponse } from './parley/group/v1/group.js';
import { ListBehindRequest as group_message_internal_v1_ListBehindRequest } from './parley/group_message/internal/v1/group_message_internal.js';
import { ListBehindRequest as relay_v1_ListBehindRequest } from './parley/relay/v1/relay.js';
import { ListBehindResponse as group_message_internal_v1_ListBehindResponse } from './parley/group_message/internal/v1/group_message_internal.js';
import { ListBehindResponse as relay_v1_ListBehindResponse } from './parley/relay/v1/relay.js';
import { ListBlocksRequest as user_v1_ListBlocksRequest } from './parley/user/v1/user.js';
import { ListBlocksResponse as user_v1_ListBlocksResponse } from './parley/user/v1/user.js';
import { ListConversationsRequest as conversation_v1_ListConversationsRequest } from './parley/conversation/v1/entry.js';
import { ListConversationsResponse as conversation_v1_ListConversationsResponse } from './parley/conversation/v1/entry.js';
import { ListDevicesRequest as user_v1_ListDevicesRequest } from './parley/user/v1/user.js';
import { ListDevicesResponse as user_v1_ListDevicesResponse } from './parley/user/v1/user.js';
import { ListEntriesRequest as conversation_v1_ListEntriesRequest } from './parley/conversation/v1/entry.js';
import { ListGroupsRequest as group_v1_ListGroupsRequest } from './parley/group/v1/group.js';
import { ListGroupsResponse as group_v1_ListGroupsResponse } from './parley/group/v1/group.js';
import { ListInvitesRequest as group_v1_ListInvitesRequest } from './parley/group/v1/group.js';
import { ListInvitesRequest as user_v1_ListInvitesRequest } from './parley/user/v1/user.js';
import { ListInvitesResponse as group_v1_ListInvitesResponse } from './parley/group/v1/group.js';
import { ListInvitesResponse as user_v1_ListInvitesResponse } from './parley/user/v1/user.js';
import { ListMembersRequest as group_v1_ListMembersRequest } from './parley/group/v1/group.js';
import { ListMembersResponse as group_v1_ListMembersResponse } from './parley/group/v1/group.js';
import { ListMembershipsRequest as group_message_internal_v1_ListMembershipsRequest } from './parley/group_message/internal/v1/group_message_internal.js';
import { ListMembershipsResponse as group_message_internal_v1_ListMembershipsResponse } from './parley/group_message/internal/v1/group_message_internal.js';
import { ListReceiptsRequest as group_message_v1_ListReceiptsRequest } from './parley/group_message/v1/group_message.js';
import { ListReceiptsResponse as group_message_v1_ListReceiptsResponse } from './parley/group_message/v1/group_message.js';
import { ListRevocationsRequest as user_internal_v1_ListRevocationsRequest } from './parley/user/internal/v1/user_internal.js';
import { ListRevocationsResponse as user_internal_v1_ListRevocationsResponse } from './parley/user/internal/v1/user_internal.js';
import { LoginRequest as user_v1_LoginRequest } from './parley/user/v1/user.js';
import { LogoutRequest as user_v1_LogoutRequest } from './parley/user/v1/user.js';
import { LogoutResponse as user_v1_LogoutResponse } from './parley/user/v1/user.js';
import { LookupRequest as session_internal_v1_LookupRequest } from './parley/session/internal/v1/session.js';
import { LookupResponse as session_internal_v1_LookupResponse } from './parley/session/internal/v1/session.js';
import { Member as group_v1_Member } from './parley/group/v1/group.js';
import { MoveCursorsRequest as conversation_internal_v1_MoveCursorsRequest } from './parley/conversation/internal/v1/message_path.js';
import { MoveCursorsResponse as conversation_internal_v1_MoveCursorsResponse } from './parley/conversation/internal/v1/message_path.js';
import { Presence as last_seen_v1_Presence } from './parley/last_seen/v1/last_seen.js';
import { PutBlockRequest as message_internal_v1_PutBlockRequest } from './parley/message/internal/v1/message_internal.js';
import { PutBlockResponse as message_internal_v1_PutBlockResponse } from './parley/message/internal/v1/message_internal.js';
import { PutChangesRequest as group_message_internal_v1_PutChangesRequest } from './parley/group_message/internal/v1/group_message_internal.js';
import { PutChangesResponse as group_message_internal_v1_PutChangesResponse } from './parley/group_message/internal/v1/group_message_internal.js';
import { Receipt as conversation_v1_Receipt } from './parley/conversation/v1/entry.js';
import { RefreshRequest as user_v1_RefreshRequest } from './parley/user/v1/user.js';
import { RegisterRequest as session_internal_v1_RegisterRequest } from './parley/session/internal/v1/session.js';
import { RegisterRequest as user_v1_RegisterRequest } from './parley/user/v1/user.js';
import { RegisterResponse as session_internal_v1_RegisterResponse } from './parley/session/internal/v1/session.js';
import { RemoveMemberRequest as group_v1_RemoveMemberRequest } from './parley/group/v1/group.js';
import { RemoveMemberResponse as group_v1_RemoveMemberResponse } from './parley/group/v1/group.js';
import { RenewRequest as session_internal_v1_RenewRequest } from './parley/session/internal/v1/session.js';
import { RenewResponse as session_internal_v1_RenewResponse } from './parley/session/internal/v1/session.js';
import { RevokeDeviceRequest as user_v1_RevokeDeviceRequest } from './parley/user/v1/user.js';
import { RevokeDeviceResponse as user_v1_RevokeDeviceResponse } from './parley/user/v1/user.js';
import { RevokeInviteRequest as group_v1_RevokeInviteRequest } from './parley/group/v1/group.js';
import { RevokeInviteRequest as user_v1_RevokeInviteRequest } from './parley/user/v1/user.js';
import { RevokeInviteResponse as group_v1_RevokeInviteResponse } from './parley/group/v1/group.js';
import { RevokeInviteResponse as user_v1_RevokeInviteResponse } from './parley/user/v1/user.js';
import { SearchPublicGroupsRequest as group_v1_SearchPublicGroupsRequest } from './parley/group/v1/group.js';
import { SearchUsersRequest as user_v1_SearchUsersRequest } from './parley/user/v1/user.js';
import { SearchUsersResponse as user_v1_SearchUsersResponse } from './parley/user/v1/user.js';
import { SendMessageRequest as conversation_v1_SendMessageRequest } from './parley/conversation/v1/entry.js';
import { SetCursorsRequest as conversation_v1_SetCursorsRequest } from './parley/conversation/v1/entry.js';
import { SetInterestRequest as group_message_internal_v1_SetInterestRequest } from './parley/group_message/internal/v1/group_message_internal.js';
import { SetInterestResponse as group_message_internal_v1_SetInterestResponse } from './parley/group_message/internal/v1/group_message_internal.js';
import { SetRoleRequest as group_v1_SetRoleRequest } from './parley/group/v1/group.js';
import { SignInResponse as user_v1_SignInResponse } from './parley/user/v1/user.js';
import { SyncRequest as conversation_internal_v1_SyncRequest } from './parley/conversation/internal/v1/message_path.js';
import { SyncResponse as conversation_internal_v1_SyncResponse } from './parley/conversation/internal/v1/message_path.js';
import { TouchRequest as last_seen_internal_v1_TouchRequest } from './parley/last_seen/internal/v1/last_seen_internal.js';
import { TouchResponse as last_seen_internal_v1_TouchResponse } from './parley/last_seen/internal/v1/last_seen_internal.js';
import { TypingRequest as conversation_internal_v1_TypingRequest } from './parley/conversation/internal/v1/message_path.js';
import { TypingResponse as conversation_internal_v1_TypingResponse } from './parley/conversation/internal/v1/message_path.js';
import { UnblockUserRequest as user_v1_UnblockUserRequest } from './parley/user/v1/user.js';
import { UnblockUserResponse as user_v1_UnblockUserResponse } from './parley/user/v1/user.js';
import { UnregisterRequest as session_internal_v1_UnregisterRequest } from './parley/session/internal/v1/session.js';
import { UnregisterResponse as session_internal_v1_UnregisterResponse } from './parley/session/internal/v1/session.js';
import { UpdateGroupRequest as group_v1_UpdateGroupRequest } from './parley/group/v1/group.js';
import { UpdateMeRequest as user_v1_UpdateMeRequest } from './parley/user/v1/user.js';
import { User as user_v1_User } from './parley/user/v1/user.js';

/** What sequencers ask of a chat node. */
export const ChatNodeService = {
  name: 'parley.chat.internal.v1.ChatNodeService',
  comment: "What sequencers ask of a chat node.",
  methods: {
    deliver: { rpc: 'Deliver', path: '/parley.chat.internal.v1.ChatNodeService/Deliver', access: 'service', comment: "Write a batch to the sockets it concerns. Answered when it stands in their buffers. Repeated, it may be seen twice.", http: undefined, idempotent: false, requestType: 'parley.chat.internal.v1.DeliverRequest', responseType: 'parley.chat.internal.v1.DeliverResponse', request: chat_internal_v1_DeliverRequest, response: chat_internal_v1_DeliverResponse },
  },
} as const satisfies ServiceContract;

/** Which chat node a client should use. */
export const DiscoveryService = {
  name: 'parley.discovery.v1.DiscoveryService',
  comment: "Which chat node a client should use.",
  methods: {
    chooseChatNode: { rpc: 'ChooseChatNode', path: '/parley.discovery.v1.DiscoveryService/ChooseChatNode', access: 'user', comment: "Choose a chat node and get a URL with a single-use, short-lived ticket.", http: {"verb":"post","path":"/discovery-service/chat-node","body":true}, idempotent: true, requestType: 'parley.discovery.v1.ChooseChatNodeRequest', responseType: 'parley.discovery.v1.ChooseChatNodeResponse', request: discovery_v1_ChooseChatNodeRequest, response: discovery_v1_ChooseChatNodeResponse },
  },
} as const satisfies ServiceContract;

/** What other services ask of groups. */
export const GroupInternalService = {
  name: 'parley.group.internal.v1.GroupInternalService',
  comment: "What other services ask of groups.",
  methods: {
    checkInvite: { rpc: 'CheckInvite', path: '/parley.group.internal.v1.GroupInternalService/CheckInvite', access: 'service', comment: "Whether an invitation into a group is good now; it is not used up.", http: undefined, idempotent: true, requestType: 'parley.group.internal.v1.CheckInviteRequest', responseType: 'parley.group.internal.v1.CheckInviteResponse', request: group_internal_v1_CheckInviteRequest, response: group_internal_v1_CheckInviteResponse },
  },
} as const satisfies ServiceContract;

/** Groups, their members and roles, and invitations.

Owners may do everything; admins may change the group's profile, add members, remove members who are neither owner nor admin,
and invite; members may read, write and leave. A private group is entered by being added or by an invitation, a public one by
anyone. What a call changes is decided by the time of its answer, and takes its place in the group's conversation as a system entry. */
export const GroupService = {
  name: 'parley.group.v1.GroupService',
  comment: "Groups, their members and roles, and invitations.\n\nOwners may do everything; admins may change the group's profile, add members, remove members who are neither owner nor admin,\nand invite; members may read, write and leave. A private group is entered by being added or by an invitation, a public one by\nanyone. What a call changes is decided by the time of its answer, and takes its place in the group's conversation as a system entry.",
  methods: {
    createGroup: { rpc: 'CreateGroup', path: '/parley.group.v1.GroupService/CreateGroup', access: 'user', comment: "Make a group; the caller becomes its owner. `conflict` if it is public and another public group has its name.", http: {"verb":"post","path":"/group-service/groups","body":true}, idempotent: false, requestType: 'parley.group.v1.CreateGroupRequest', responseType: 'parley.group.v1.GroupResponse', request: group_v1_CreateGroupRequest, response: group_v1_GroupResponse },
    listGroups: { rpc: 'ListGroups', path: '/parley.group.v1.GroupService/ListGroups', access: 'user', comment: "The groups that the caller is a member of, by name.", http: {"verb":"get","path":"/group-service/groups","body":false}, idempotent: true, requestType: 'parley.group.v1.ListGroupsRequest', responseType: 'parley.group.v1.ListGroupsResponse', request: group_v1_ListGroupsRequest, response: group_v1_ListGroupsResponse },
    searchPublicGroups: { rpc: 'SearchPublicGroups', path: '/parley.group.v1.GroupService/SearchPublicGroups', access: 'user', comment: "Public groups whose name begins with the query or has a word that does, by name.", http: {"verb":"get","path":"/group-service/public-groups","body":false}, idempotent: true, requestType: 'parley.group.v1.SearchPublicGroupsRequest', responseType: 'parley.group.v1.ListGroupsResponse', request: group_v1_SearchPublicGroupsRequest, response: group_v1_ListGroupsResponse },
    getGroup: { rpc: 'GetGroup', path: '/parley.group.v1.GroupService/GetGroup', access: 'user', comment: "One group: a public one, or one that the caller is a member of.", http: {"verb":"get","path":"/group-service/groups/{id}","body":false}, idempotent: true, requestType: 'parley.group.v1.GetGroupRequest', responseType: 'parley.group.v1.Group', request: group_v1_GetGroupRequest, response: group_v1_Group },
    updateGroup: { rpc: 'UpdateGroup', path: '/parley.group.v1.GroupService/UpdateGroup', access: 'user', comment: "Change the profile of a group; owners and admins. `conflict` if another public group has the name.", http: {"verb":"patch","path":"/group-service/groups/{id}","body":true}, idempotent: false, requestType: 'parley.group.v1.UpdateGroupRequest', responseType: 'parley.group.v1.Group', request: group_v1_UpdateGroupRequest, response: group_v1_Group },
    deleteGroup: { rpc: 'DeleteGroup', path: '/parley.group.v1.GroupService/DeleteGroup', access: 'user', comment: "End a group for all of its members; owners only.", http: {"verb":"delete","path":"/group-service/groups/{id}","body":false}, idempotent: false, requestType: 'parley.group.v1.DeleteGroupRequest', responseType: 'parley.group.v1.DeleteGroupResponse', request: group_v1_DeleteGroupRequest, response: group_v1_DeleteGroupResponse },
    joinByName: { rpc: 'JoinByName', path: '/parley.group.v1.GroupService/JoinByName', access: 'user', comment: "Join a public group by its name.", http: {"verb":"post","path":"/group-service/join","body":true}, idempotent: false, requestType: 'parley.group.v1.JoinByNameRequest', responseType: 'parley.group.v1.GroupResponse', request: group_v1_JoinByNameRequest, response: group_v1_GroupResponse },
    joinGroup: { rpc: 'JoinGroup', path: '/parley.group.v1.GroupService/JoinGroup', access: 'user', comment: "Join a public group. Repeated, it changes nothing. `conflict` if it has 10,000 members.", http: {"verb":"post","path":"/group-service/groups/{id}/join","body":true}, idempotent: false, requestType: 'parley.group.v1.JoinGroupRequest', responseType: 'parley.group.v1.GroupResponse', request: group_v1_JoinGroupRequest, response: group_v1_GroupResponse },
    leaveGroup: { rpc: 'LeaveGroup', path: '/parley.group.v1.GroupService/LeaveGroup', access: 'user', comment: "Leave a group. `conflict` for its last owner: make somebody else an owner first, or delete the group.", http: {"verb":"post","path":"/group-service/groups/{id}/leave","body":true}, idempotent: false, requestType: 'parley.group.v1.LeaveGroupRequest', responseType: 'parley.group.v1.LeaveGroupResponse', request: group_v1_LeaveGroupRequest, response: group_v1_LeaveGroupResponse },
    listMembers: { rpc: 'ListMembers', path: '/parley.group.v1.GroupService/ListMembers', access: 'user', comment: "The members of a group that the caller is a member of: owners, admins, members; each in the order of joining.", http: {"verb":"get","path":"/group-service/groups/{id}/members","body":false}, idempotent: true, requestType: 'parley.group.v1.ListMembersRequest', responseType: 'parley.group.v1.ListMembersResponse', request: group_v1_ListMembersRequest, response: group_v1_ListMembersResponse },
    addMembers: { rpc: 'AddMembers', path: '/parley.group.v1.GroupService/AddMembers', access: 'user', comment: "Add members. All or none: a user who does not exist, or with whom the caller has a block, refuses the call. Members already are left as they are.", http: {"verb":"post","path":"/group-service/groups/{id}/members","body":true}, idempotent: false, requestType: 'parley.group.v1.AddMembersRequest', responseType: 'parley.group.v1.AddMembersResponse', request: group_v1_AddMembersRequest, response: group_v1_AddMembersResponse },
    removeMember: { rpc: 'RemoveMember', path: '/parley.group.v1.GroupService/RemoveMember', access: 'user', comment: "Remove a member. Admins remove members who are neither owner nor admin, owners anyone; who removes themselves leaves.", http: {"verb":"delete","path":"/group-service/groups/{id}/members/{userId}","body":false}, idempotent: false, requestType: 'parley.group.v1.RemoveMemberRequest', responseType: 'parley.group.v1.RemoveMemberResponse', request: group_v1_RemoveMemberRequest, response: group_v1_RemoveMemberResponse },
    setRole: { rpc: 'SetRole', path: '/parley.group.v1.GroupService/SetRole', access: 'user', comment: "Change the role of a member; owners only. `conflict` if no owner would be left.", http: {"verb":"patch","path":"/group-service/groups/{id}/members/{userId}","body":true}, idempotent: false, requestType: 'parley.group.v1.SetRoleRequest', responseType: 'parley.group.v1.Member', request: group_v1_SetRoleRequest, response: group_v1_Member },
    createInvite: { rpc: 'CreateInvite', path: '/parley.group.v1.GroupService/CreateInvite', access: 'user', comment: "Make an invitation; owners and admins.", http: {"verb":"post","path":"/group-service/groups/{id}/invites","body":true}, idempotent: false, requestType: 'parley.group.v1.CreateInviteRequest', responseType: 'parley.group.v1.Invite', request: group_v1_CreateInviteRequest, response: group_v1_Invite },
    listInvites: { rpc: 'ListInvites', path: '/parley.group.v1.GroupService/ListInvites', access: 'user', comment: "The invitations of a group that are still good, the newest first; owners and admins.", http: {"verb":"get","path":"/group-service/groups/{id}/invites","body":false}, idempotent: true, requestType: 'parley.group.v1.ListInvitesRequest', responseType: 'parley.group.v1.ListInvitesResponse', request: group_v1_ListInvitesRequest, response: group_v1_ListInvitesResponse },
    revokeInvite: { rpc: 'RevokeInvite', path: '/parley.group.v1.GroupService/RevokeInvite', access: 'user', comment: "Take an invitation back. Repeated, it changes nothing.", http: {"verb":"delete","path":"/group-service/groups/{id}/invites/{code}","body":false}, idempotent: false, requestType: 'parley.group.v1.RevokeInviteRequest', responseType: 'parley.group.v1.RevokeInviteResponse', request: group_v1_RevokeInviteRequest, response: group_v1_RevokeInviteResponse },
    getInvitation: { rpc: 'GetInvitation', path: '/parley.group.v1.GroupService/GetInvitation', access: 'user', comment: "What an invitation leads to; it is not used up. `not_found` if it is not, or no longer, good.", http: {"verb":"get","path":"/group-service/invites/{code}","body":false}, idempotent: true, requestType: 'parley.group.v1.GetInvitationRequest', responseType: 'parley.group.v1.Invitation', request: group_v1_GetInvitationRequest, response: group_v1_Invitation },
    acceptInvite: { rpc: 'AcceptInvite', path: '/parley.group.v1.GroupService/AcceptInvite', access: 'user', comment: "Join by an invitation. Members already use nothing up. `conflict` if the group has 10,000 members.", http: {"verb":"post","path":"/group-service/invites/{code}/accept","body":true}, idempotent: false, requestType: 'parley.group.v1.AcceptInviteRequest', responseType: 'parley.group.v1.GroupResponse', request: group_v1_AcceptInviteRequest, response: group_v1_GroupResponse },
  },
} as const satisfies ServiceContract;

/** What chat nodes and other services ask of group messages. */
export const GroupMessageInternalService = {
  name: 'parley.group_message.internal.v1.GroupMessageInternalService',
  comment: "What chat nodes and other services ask of group messages.",
  methods: {
    append: { rpc: 'Append', path: '/parley.group_message.internal.v1.GroupMessageInternalService/Append', access: 'service', comment: "As for direct messages.", http: undefined, idempotent: true, requestType: 'parley.conversation.internal.v1.AppendRequest', responseType: 'parley.conversation.internal.v1.AppendResponse', request: conversation_internal_v1_AppendRequest, response: conversation_internal_v1_AppendResponse },
    sync: { rpc: 'Sync', path: '/parley.group_message.internal.v1.GroupMessageInternalService/Sync', access: 'service', comment: "As for direct messages.", http: undefined, idempotent: true, requestType: 'parley.conversation.internal.v1.SyncRequest', responseType: 'parley.conversation.internal.v1.SyncResponse', request: conversation_internal_v1_SyncRequest, response: conversation_internal_v1_SyncResponse },
    moveCursors: { rpc: 'MoveCursors', path: '/parley.group_message.internal.v1.GroupMessageInternalService/MoveCursors', access: 'service', comment: "As for direct messages.", http: undefined, idempotent: true, requestType: 'parley.conversation.internal.v1.MoveCursorsRequest', responseType: 'parley.conversation.internal.v1.MoveCursorsResponse', request: conversation_internal_v1_MoveCursorsRequest, response: conversation_internal_v1_MoveCursorsResponse },
    typing: { rpc: 'Typing', path: '/parley.group_message.internal.v1.GroupMessageInternalService/Typing', access: 'service', comment: "As for direct messages; in large groups it is told seldom or not at all.", http: undefined, idempotent: false, requestType: 'parley.conversation.internal.v1.TypingRequest', responseType: 'parley.conversation.internal.v1.TypingResponse', request: conversation_internal_v1_TypingRequest, response: conversation_internal_v1_TypingResponse },
    awaitStored: { rpc: 'AwaitStored', path: '/parley.group_message.internal.v1.GroupMessageInternalService/AwaitStored', access: 'service', comment: "What of the log is stored, as far as this instance knows: it owns some of the partitions.", http: undefined, idempotent: true, requestType: 'parley.conversation.internal.v1.AwaitStoredRequest', responseType: 'parley.conversation.internal.v1.AwaitStoredResponse', request: conversation_internal_v1_AwaitStoredRequest, response: conversation_internal_v1_AwaitStoredResponse },
    answer: { rpc: 'Answer', path: '/parley.group_message.internal.v1.GroupMessageInternalService/Answer', access: 'service', comment: "Answers for those who wait for them at this very instance, such as senders without a socket.", http: undefined, idempotent: false, requestType: 'parley.chat.internal.v1.DeliverRequest', responseType: 'parley.chat.internal.v1.DeliverResponse', request: chat_internal_v1_DeliverRequest, response: chat_internal_v1_DeliverResponse },
    putChanges: { rpc: 'PutChanges', path: '/parley.group_message.internal.v1.GroupMessageInternalService/PutChanges', access: 'service', comment: "Put changes of groups into the log, in the order of the request. Durable when answered; repeated, they change nothing.", http: undefined, idempotent: true, requestType: 'parley.group_message.internal.v1.PutChangesRequest', responseType: 'parley.group_message.internal.v1.PutChangesResponse', request: group_message_internal_v1_PutChangesRequest, response: group_message_internal_v1_PutChangesResponse },
    listMemberships: { rpc: 'ListMemberships', path: '/parley.group_message.internal.v1.GroupMessageInternalService/ListMemberships', access: 'service', comment: "The conversations of the groups that users are members of, as of now or later.", http: undefined, idempotent: true, requestType: 'parley.group_message.internal.v1.ListMembershipsRequest', responseType: 'parley.group_message.internal.v1.ListMembershipsResponse', request: group_message_internal_v1_ListMembershipsRequest, response: group_message_internal_v1_ListMembershipsResponse },
    setInterest: { rpc: 'SetInterest', path: '/parley.group_message.internal.v1.GroupMessageInternalService/SetInterest', access: 'service', comment: "A node has sessions of members of these conversations, or of others no longer. From the answer on it gets what happens in them\nfrom this instance; a node that has told an instance nothing yet gets everything.", http: undefined, idempotent: false, requestType: 'parley.group_message.internal.v1.SetInterestRequest', responseType: 'parley.group_message.internal.v1.SetInterestResponse', request: group_message_internal_v1_SetInterestRequest, response: group_message_internal_v1_SetInterestResponse },
    listBehind: { rpc: 'ListBehind', path: '/parley.group_message.internal.v1.GroupMessageInternalService/ListBehind', access: 'service', comment: "Conversations of groups with entries that none of the user's devices has acknowledged, in a fixed order.", http: undefined, idempotent: true, requestType: 'parley.group_message.internal.v1.ListBehindRequest', responseType: 'parley.group_message.internal.v1.ListBehindResponse', request: group_message_internal_v1_ListBehindRequest, response: group_message_internal_v1_ListBehindResponse },
  },
} as const satisfies ServiceContract;

/** Group messages: sending without a socket, history, the list of conversations, cursors, who has read. */
export const GroupMessageService = {
  name: 'parley.group_message.v1.GroupMessageService',
  comment: "Group messages: sending without a socket, history, the list of conversations, cursors, who has read.",
  methods: {
    listConversations: { rpc: 'ListConversations', path: '/parley.group_message.v1.GroupMessageService/ListConversations', access: 'user', comment: "The conversations of the groups that the caller is a member of, by last activity.", http: {"verb":"get","path":"/group-message-service/conversations","body":false}, idempotent: true, requestType: 'parley.conversation.v1.ListConversationsRequest', responseType: 'parley.conversation.v1.ListConversationsResponse', request: conversation_v1_ListConversationsRequest, response: conversation_v1_ListConversationsResponse },
    listEntries: { rpc: 'ListEntries', path: '/parley.group_message.v1.GroupMessageService/ListEntries', access: 'user', comment: "A page of a conversation's entries, as far as the caller may read it.", http: {"verb":"get","path":"/group-message-service/conversations/{conversation}/entries","body":false}, idempotent: true, requestType: 'parley.conversation.v1.ListEntriesRequest', responseType: 'parley.conversation.v1.EntryPage', request: conversation_v1_ListEntriesRequest, response: conversation_v1_EntryPage },
    setCursors: { rpc: 'SetCursors', path: '/parley.group_message.v1.GroupMessageService/SetCursors', access: 'user', comment: "Move the caller's cursors of a conversation forward.", http: {"verb":"post","path":"/group-message-service/conversations/{conversation}/cursors","body":true}, idempotent: true, requestType: 'parley.conversation.v1.SetCursorsRequest', responseType: 'parley.conversation.v1.Receipt', request: conversation_v1_SetCursorsRequest, response: conversation_v1_Receipt },
    listReceipts: { rpc: 'ListReceipts', path: '/parley.group_message.v1.GroupMessageService/ListReceipts', access: 'user', comment: "Who has received and read an entry.", http: {"verb":"get","path":"/group-message-service/conversations/{conversation}/receipts","body":false}, idempotent: true, requestType: 'parley.group_message.v1.ListReceiptsRequest', responseType: 'parley.group_message.v1.ListReceiptsResponse', request: group_message_v1_ListReceiptsRequest, response: group_message_v1_ListReceiptsResponse },
    sendMessage: { rpc: 'SendMessage', path: '/parley.group_message.v1.GroupMessageService/SendMessage', access: 'user', comment: "Send a message without a socket. Resent with the same `id`, it gives the same answer and one entry.", http: {"verb":"post","path":"/group-message-service/messages","body":true}, idempotent: true, requestType: 'parley.conversation.v1.SendMessageRequest', responseType: 'parley.conversation.v1.Ack', request: conversation_v1_SendMessageRequest, response: conversation_v1_Ack },
  },
} as const satisfies ServiceContract;

/** What chat nodes ask of presence. */
export const LastSeenInternalService = {
  name: 'parley.last_seen.internal.v1.LastSeenInternalService',
  comment: "What chat nodes ask of presence.",
  methods: {
    getPresences: { rpc: 'GetPresences', path: '/parley.last_seen.internal.v1.LastSeenInternalService/GetPresences', access: 'service', comment: "Presence of the users, as far as the viewer may see it, in the order of the request. Changes are published on the channel\n`presence.<user>` for all; who passes them on to a viewer asks here first whether the user is hidden from them.", http: undefined, idempotent: true, requestType: 'parley.last_seen.internal.v1.GetPresencesRequest', responseType: 'parley.last_seen.internal.v1.GetPresencesResponse', request: last_seen_internal_v1_GetPresencesRequest, response: last_seen_internal_v1_GetPresencesResponse },
    touch: { rpc: 'Touch', path: '/parley.last_seen.internal.v1.LastSeenInternalService/Touch', access: 'service', comment: "A session of the users began or ended, as far as the caller knows; the session registry decides who is online.", http: undefined, idempotent: true, requestType: 'parley.last_seen.internal.v1.TouchRequest', responseType: 'parley.last_seen.internal.v1.TouchResponse', request: last_seen_internal_v1_TouchRequest, response: last_seen_internal_v1_TouchResponse },
  },
} as const satisfies ServiceContract;

/** Presence and last seen. */
export const LastSeenService = {
  name: 'parley.last_seen.v1.LastSeenService',
  comment: "Presence and last seen.",
  methods: {
    getPresence: { rpc: 'GetPresence', path: '/parley.last_seen.v1.LastSeenService/GetPresence', access: 'user', comment: "Whether a user is online, and when they last were.", http: {"verb":"get","path":"/last-seen-service/users/{id}","body":false}, idempotent: true, requestType: 'parley.last_seen.v1.GetPresenceRequest', responseType: 'parley.last_seen.v1.Presence', request: last_seen_v1_GetPresenceRequest, response: last_seen_v1_Presence },
  },
} as const satisfies ServiceContract;

/** What chat nodes and other services ask of direct messages. */
export const MessageInternalService = {
  name: 'parley.message.internal.v1.MessageInternalService',
  comment: "What chat nodes and other services ask of direct messages.",
  methods: {
    append: { rpc: 'Append', path: '/parley.message.internal.v1.MessageInternalService/Append', access: 'service', comment: "Append messages to the log. The answer names those that were refused early; the sequencer answers the others\non the node's delivery stream. A call that fails has an unknown outcome.", http: undefined, idempotent: true, requestType: 'parley.conversation.internal.v1.AppendRequest', responseType: 'parley.conversation.internal.v1.AppendResponse', request: conversation_internal_v1_AppendRequest, response: conversation_internal_v1_AppendResponse },
    sync: { rpc: 'Sync', path: '/parley.message.internal.v1.MessageInternalService/Sync', access: 'service', comment: "What a user has missed since a position. Answers when History has passed the log's present end.", http: undefined, idempotent: true, requestType: 'parley.conversation.internal.v1.SyncRequest', responseType: 'parley.conversation.internal.v1.SyncResponse', request: conversation_internal_v1_SyncRequest, response: conversation_internal_v1_SyncResponse },
    moveCursors: { rpc: 'MoveCursors', path: '/parley.message.internal.v1.MessageInternalService/MoveCursors', access: 'service', comment: "Move cursors forward and tell those whom it concerns. Answered when durable.", http: undefined, idempotent: true, requestType: 'parley.conversation.internal.v1.MoveCursorsRequest', responseType: 'parley.conversation.internal.v1.MoveCursorsResponse', request: conversation_internal_v1_MoveCursorsRequest, response: conversation_internal_v1_MoveCursorsResponse },
    typing: { rpc: 'Typing', path: '/parley.message.internal.v1.MessageInternalService/Typing', access: 'service', comment: "Tell the other participants that a user is typing.", http: undefined, idempotent: false, requestType: 'parley.conversation.internal.v1.TypingRequest', responseType: 'parley.conversation.internal.v1.TypingResponse', request: conversation_internal_v1_TypingRequest, response: conversation_internal_v1_TypingResponse },
    awaitStored: { rpc: 'AwaitStored', path: '/parley.message.internal.v1.MessageInternalService/AwaitStored', access: 'service', comment: "What of the log is stored, as far as this instance knows: it owns some of the partitions.", http: undefined, idempotent: true, requestType: 'parley.conversation.internal.v1.AwaitStoredRequest', responseType: 'parley.conversation.internal.v1.AwaitStoredResponse', request: conversation_internal_v1_AwaitStoredRequest, response: conversation_internal_v1_AwaitStoredResponse },
    answer: { rpc: 'Answer', path: '/parley.message.internal.v1.MessageInternalService/Answer', access: 'service', comment: "Answers for those who wait for them at this very instance, such as senders without a socket.", http: undefined, idempotent: false, requestType: 'parley.chat.internal.v1.DeliverRequest', responseType: 'parley.chat.internal.v1.DeliverResponse', request: chat_internal_v1_DeliverRequest, response: chat_internal_v1_DeliverResponse },
    putBlock: { rpc: 'PutBlock', path: '/parley.message.internal.v1.MessageInternalService/PutBlock', access: 'service', comment: "Put a change of a block into the log. Repeated with the same version, it changes nothing.", http: undefined, idempotent: true, requestType: 'parley.message.internal.v1.PutBlockRequest', responseType: 'parley.message.internal.v1.PutBlockResponse', request: message_internal_v1_PutBlockRequest, response: message_internal_v1_PutBlockResponse },
  },
} as const satisfies ServiceContract;

/** Direct messages: sending without a socket, history, the list of conversations, cursors. */
export const MessageService = {
  name: 'parley.message.v1.MessageService',
  comment: "Direct messages: sending without a socket, history, the list of conversations, cursors.",
  methods: {
    getDirectConversation: { rpc: 'GetDirectConversation', path: '/parley.message.v1.MessageService/GetDirectConversation', access: 'user', comment: "The id of the direct conversation with someone, before its first message too.", http: {"verb":"get","path":"/message-service/users/{user}/conversation","body":false}, idempotent: true, requestType: 'parley.message.v1.GetDirectConversationRequest', responseType: 'parley.message.v1.GetDirectConversationResponse', request: message_v1_GetDirectConversationRequest, response: message_v1_GetDirectConversationResponse },
    listConversations: { rpc: 'ListConversations', path: '/parley.message.v1.MessageService/ListConversations', access: 'user', comment: "The caller's direct conversations, by last activity.", http: {"verb":"get","path":"/message-service/conversations","body":false}, idempotent: true, requestType: 'parley.conversation.v1.ListConversationsRequest', responseType: 'parley.conversation.v1.ListConversationsResponse', request: conversation_v1_ListConversationsRequest, response: conversation_v1_ListConversationsResponse },
    listEntries: { rpc: 'ListEntries', path: '/parley.message.v1.MessageService/ListEntries', access: 'user', comment: "A page of a conversation's entries.", http: {"verb":"get","path":"/message-service/conversations/{conversation}/entries","body":false}, idempotent: true, requestType: 'parley.conversation.v1.ListEntriesRequest', responseType: 'parley.conversation.v1.EntryPage', request: conversation_v1_ListEntriesRequest, response: conversation_v1_EntryPage },
    setCursors: { rpc: 'SetCursors', path: '/parley.message.v1.MessageService/SetCursors', access: 'user', comment: "Move the caller's cursors of a conversation forward.", http: {"verb":"post","path":"/message-service/conversations/{conversation}/cursors","body":true}, idempotent: true, requestType: 'parley.conversation.v1.SetCursorsRequest', responseType: 'parley.conversation.v1.Receipt', request: conversation_v1_SetCursorsRequest, response: conversation_v1_Receipt },
    sendMessage: { rpc: 'SendMessage', path: '/parley.message.v1.MessageService/SendMessage', access: 'user', comment: "Send a message without a socket. Resent with the same `id`, it gives the same answer and one entry.", http: {"verb":"post","path":"/message-service/messages","body":true}, idempotent: true, requestType: 'parley.conversation.v1.SendMessageRequest', responseType: 'parley.conversation.v1.Ack', request: conversation_v1_SendMessageRequest, response: conversation_v1_Ack },
  },
} as const satisfies ServiceContract;

/** Where the sequencers say what awaits whom, and what was received. Both only ever move forward. */
export const RelayInternalService = {
  name: 'parley.relay.internal.v1.RelayInternalService',
  comment: "Where the sequencers say what awaits whom, and what was received. Both only ever move forward.",
  methods: {
    advance: { rpc: 'Advance', path: '/parley.relay.internal.v1.RelayInternalService/Advance', access: 'service', comment: "Move pointers forward, in any order and as often as one likes: what is older than what is known changes nothing. Durable\nwhen answered; a call that fails has an unknown outcome.", http: undefined, idempotent: true, requestType: 'parley.relay.internal.v1.AdvanceRequest', responseType: 'parley.relay.internal.v1.AdvanceResponse', request: relay_internal_v1_AdvanceRequest, response: relay_internal_v1_AdvanceResponse },
  },
} as const satisfies ServiceContract;

/** Who is behind in which conversation. */
export const RelayService = {
  name: 'parley.relay.v1.RelayService',
  comment: "Who is behind in which conversation.",
  methods: {
    listBehind: { rpc: 'ListBehind', path: '/parley.relay.v1.RelayService/ListBehind', access: 'user', comment: "The caller's conversations with entries that none of the caller's devices has acknowledged, in a fixed order.", http: {"verb":"get","path":"/relay-service/behind","body":false}, idempotent: true, requestType: 'parley.relay.v1.ListBehindRequest', responseType: 'parley.relay.v1.ListBehindResponse', request: relay_v1_ListBehindRequest, response: relay_v1_ListBehindResponse },
  },
} as const satisfies ServiceContract;

/** Which live sessions a user has, and on which node. A session is a lease: its node renews it, or it ends. */
export const SessionService = {
  name: 'parley.session.internal.v1.SessionService',
  comment: "Which live sessions a user has, and on which node. A session is a lease: its node renews it, or it ends.",
  methods: {
    register: { rpc: 'Register', path: '/parley.session.internal.v1.SessionService/Register', access: 'service', comment: "Make sessions known that begin now, whoever held them before. Confirmed when answered: look-ups that begin later find them.", http: undefined, idempotent: true, requestType: 'parley.session.internal.v1.RegisterRequest', responseType: 'parley.session.internal.v1.RegisterResponse', request: session_internal_v1_RegisterRequest, response: session_internal_v1_RegisterResponse },
    renew: { rpc: 'Renew', path: '/parley.session.internal.v1.SessionService/Renew', access: 'service', comment: "Prolong sessions, and make those known again that were lost. A session that was replaced elsewhere is not taken back.", http: undefined, idempotent: true, requestType: 'parley.session.internal.v1.RenewRequest', responseType: 'parley.session.internal.v1.RenewResponse', request: session_internal_v1_RenewRequest, response: session_internal_v1_RenewResponse },
    unregister: { rpc: 'Unregister', path: '/parley.session.internal.v1.SessionService/Unregister', access: 'service', comment: "End a session, if the node still holds it.", http: undefined, idempotent: true, requestType: 'parley.session.internal.v1.UnregisterRequest', responseType: 'parley.session.internal.v1.UnregisterResponse', request: session_internal_v1_UnregisterRequest, response: session_internal_v1_UnregisterResponse },
    lookup: { rpc: 'Lookup', path: '/parley.session.internal.v1.SessionService/Lookup', access: 'service', comment: "The nodes that hold sessions of the users. Never cached.", http: undefined, idempotent: true, requestType: 'parley.session.internal.v1.LookupRequest', responseType: 'parley.session.internal.v1.LookupResponse', request: session_internal_v1_LookupRequest, response: session_internal_v1_LookupResponse },
  },
} as const satisfies ServiceContract;

/** Served by every process, beside the services that it carries calls of. The stream carries a service token; a call names the
user on whose behalf it is made. */
export const CallService = {
  name: 'parley.transport.internal.v1.CallService',
  comment: "Served by every process, beside the services that it carries calls of. The stream carries a service token; a call names the\nuser on whose behalf it is made.",
  methods: {
    exchange: { rpc: 'Exchange', path: '/parley.transport.internal.v1.CallService/Exchange', access: 'service', comment: "Calls begin in the order in which they were sent; each is answered as soon as it is done.", http: undefined, idempotent: false, requestType: 'parley.transport.internal.v1.CallBatch', responseType: 'parley.transport.internal.v1.AnswerBatch', request: transport_internal_v1_CallBatch, response: transport_internal_v1_AnswerBatch },
  },
} as const satisfies ServiceContract;

/** What other services ask of accounts. */
export const UserInternalService = {
  name: 'parley.user.internal.v1.UserInternalService',
  comment: "What other services ask of accounts.",
  methods: {
    getUsers: { rpc: 'GetUsers', path: '/parley.user.internal.v1.UserInternalService/GetUsers', access: 'service', comment: "Profiles of the users that exist, in no order.", http: undefined, idempotent: true, requestType: 'parley.user.internal.v1.GetUsersRequest', responseType: 'parley.user.internal.v1.GetUsersResponse', request: user_internal_v1_GetUsersRequest, response: user_internal_v1_GetUsersResponse },
    listRevocations: { rpc: 'ListRevocations', path: '/parley.user.internal.v1.UserInternalService/ListRevocations', access: 'service', comment: "Devices that were signed out after a cursor; sockets and access tokens of theirs are no longer good.", http: undefined, idempotent: true, requestType: 'parley.user.internal.v1.ListRevocationsRequest', responseType: 'parley.user.internal.v1.ListRevocationsResponse', request: user_internal_v1_ListRevocationsRequest, response: user_internal_v1_ListRevocationsResponse },
    checkBlocks: { rpc: 'CheckBlocks', path: '/parley.user.internal.v1.UserInternalService/CheckBlocks', access: 'service', comment: "Which of the pairs are blocked, in either direction.", http: undefined, idempotent: true, requestType: 'parley.user.internal.v1.CheckBlocksRequest', responseType: 'parley.user.internal.v1.CheckBlocksResponse', request: user_internal_v1_CheckBlocksRequest, response: user_internal_v1_CheckBlocksResponse },
  },
} as const satisfies ServiceContract;

/** Accounts, sign-in, profiles, devices and blocks. */
export const UserService = {
  name: 'parley.user.v1.UserService',
  comment: "Accounts, sign-in, profiles, devices and blocks.",
  methods: {
    register: { rpc: 'Register', path: '/parley.user.v1.UserService/Register', access: 'public', comment: "Create an account and sign in.", http: {"verb":"post","path":"/user-service/register","body":true}, idempotent: false, requestType: 'parley.user.v1.RegisterRequest', responseType: 'parley.user.v1.SignInResponse', request: user_v1_RegisterRequest, response: user_v1_SignInResponse },
    login: { rpc: 'Login', path: '/parley.user.v1.UserService/Login', access: 'public', comment: "Sign in on a new device.", http: {"verb":"post","path":"/user-service/login","body":true}, idempotent: false, requestType: 'parley.user.v1.LoginRequest', responseType: 'parley.user.v1.SignInResponse', request: user_v1_LoginRequest, response: user_v1_SignInResponse },
    refresh: { rpc: 'Refresh', path: '/parley.user.v1.UserService/Refresh', access: 'public', comment: "Exchange a refresh token for new tokens. A token that was exchanged before revokes its device.", http: {"verb":"post","path":"/user-service/refresh","body":true}, idempotent: false, requestType: 'parley.user.v1.RefreshRequest', responseType: 'parley.user.v1.SignInResponse', request: user_v1_RefreshRequest, response: user_v1_SignInResponse },
    logout: { rpc: 'Logout', path: '/parley.user.v1.UserService/Logout', access: 'public', comment: "Sign out the device that a refresh token belongs to.", http: {"verb":"post","path":"/user-service/logout","body":true}, idempotent: false, requestType: 'parley.user.v1.LogoutRequest', responseType: 'parley.user.v1.LogoutResponse', request: user_v1_LogoutRequest, response: user_v1_LogoutResponse },
    getMe: { rpc: 'GetMe', path: '/parley.user.v1.UserService/GetMe', access: 'user', comment: "The caller.", http: {"verb":"get","path":"/user-service/me","body":false}, idempotent: true, requestType: 'parley.user.v1.GetMeRequest', responseType: 'parley.user.v1.User', request: user_v1_GetMeRequest, response: user_v1_User },
    updateMe: { rpc: 'UpdateMe', path: '/parley.user.v1.UserService/UpdateMe', access: 'user', comment: "Change the caller's profile.", http: {"verb":"patch","path":"/user-service/me","body":true}, idempotent: false, requestType: 'parley.user.v1.UpdateMeRequest', responseType: 'parley.user.v1.User', request: user_v1_UpdateMeRequest, response: user_v1_User },
    changePassword: { rpc: 'ChangePassword', path: '/parley.user.v1.UserService/ChangePassword', access: 'user', comment: "Change the caller's password. Every other device is signed out.", http: {"verb":"post","path":"/user-service/me/password","body":true}, idempotent: false, requestType: 'parley.user.v1.ChangePasswordRequest', responseType: 'parley.user.v1.ChangePasswordResponse', request: user_v1_ChangePasswordRequest, response: user_v1_ChangePasswordResponse },
    searchUsers: { rpc: 'SearchUsers', path: '/parley.user.v1.UserService/SearchUsers', access: 'user', comment: "Find users whose username or display name begins with the query.", http: {"verb":"get","path":"/user-service/users","body":false}, idempotent: true, requestType: 'parley.user.v1.SearchUsersRequest', responseType: 'parley.user.v1.SearchUsersResponse', request: user_v1_SearchUsersRequest, response: user_v1_SearchUsersResponse },
    getUser: { rpc: 'GetUser', path: '/parley.user.v1.UserService/GetUser', access: 'user', comment: "One profile by id.", http: {"verb":"get","path":"/user-service/users/{id}","body":false}, idempotent: true, requestType: 'parley.user.v1.GetUserRequest', responseType: 'parley.user.v1.User', request: user_v1_GetUserRequest, response: user_v1_User },
    getUserByUsername: { rpc: 'GetUserByUsername', path: '/parley.user.v1.UserService/GetUserByUsername', access: 'user', comment: "One profile by username, without regard to case.", http: {"verb":"get","path":"/user-service/users/by-username/{username}","body":false}, idempotent: true, requestType: 'parley.user.v1.GetUserByUsernameRequest', responseType: 'parley.user.v1.User', request: user_v1_GetUserByUsernameRequest, response: user_v1_User },
    listDevices: { rpc: 'ListDevices', path: '/parley.user.v1.UserService/ListDevices', access: 'user', comment: "Where the caller is signed in.", http: {"verb":"get","path":"/user-service/devices","body":false}, idempotent: true, requestType: 'parley.user.v1.ListDevicesRequest', responseType: 'parley.user.v1.ListDevicesResponse', request: user_v1_ListDevicesRequest, response: user_v1_ListDevicesResponse },
    revokeDevice: { rpc: 'RevokeDevice', path: '/parley.user.v1.UserService/RevokeDevice', access: 'user', comment: "Sign out one of the caller's devices; its sockets close.", http: {"verb":"delete","path":"/user-service/devices/{id}","body":false}, idempotent: false, requestType: 'parley.user.v1.RevokeDeviceRequest', responseType: 'parley.user.v1.RevokeDeviceResponse', request: user_v1_RevokeDeviceRequest, response: user_v1_RevokeDeviceResponse },
    listBlocks: { rpc: 'ListBlocks', path: '/parley.user.v1.UserService/ListBlocks', access: 'user', comment: "Whom the caller has blocked.", http: {"verb":"get","path":"/user-service/blocks","body":false}, idempotent: true, requestType: 'parley.user.v1.ListBlocksRequest', responseType: 'parley.user.v1.ListBlocksResponse', request: user_v1_ListBlocksRequest, response: user_v1_ListBlocksResponse },
    blockUser: { rpc: 'BlockUser', path: '/parley.user.v1.UserService/BlockUser', access: 'user', comment: "Block a user: from then on neither can send to the other.", http: {"verb":"post","path":"/user-service/blocks","body":true}, idempotent: false, requestType: 'parley.user.v1.BlockUserRequest', responseType: 'parley.user.v1.BlockUserResponse', request: user_v1_BlockUserRequest, response: user_v1_BlockUserResponse },
    unblockUser: { rpc: 'UnblockUser', path: '/parley.user.v1.UserService/UnblockUser', access: 'user', comment: "Take a block back.", http: {"verb":"delete","path":"/user-service/blocks/{userId}","body":false}, idempotent: false, requestType: 'parley.user.v1.UnblockUserRequest', responseType: 'parley.user.v1.UnblockUserResponse', request: user_v1_UnblockUserRequest, response: user_v1_UnblockUserResponse },
    getRegistration: { rpc: 'GetRegistration', path: '/parley.user.v1.UserService/GetRegistration', access: 'public', comment: "Who may register.", http: {"verb":"get","path":"/user-service/registration","body":false}, idempotent: true, requestType: 'parley.user.v1.GetRegistrationRequest', responseType: 'parley.user.v1.GetRegistrationResponse', request: user_v1_GetRegistrationRequest, response: user_v1_GetRegistrationResponse },
    createInvite: { rpc: 'CreateInvite', path: '/parley.user.v1.UserService/CreateInvite', access: 'user', comment: "Make an invitation to register. `forbidden` where registration is closed.", http: {"verb":"post","path":"/user-service/invites","body":true}, idempotent: false, requestType: 'parley.user.v1.CreateInviteRequest', responseType: 'parley.user.v1.Invite', request: user_v1_CreateInviteRequest, response: user_v1_Invite },
    listInvites: { rpc: 'ListInvites', path: '/parley.user.v1.UserService/ListInvites', access: 'user', comment: "The caller's invitations that are still good, the newest first.", http: {"verb":"get","path":"/user-service/invites","body":false}, idempotent: true, requestType: 'parley.user.v1.ListInvitesRequest', responseType: 'parley.user.v1.ListInvitesResponse', request: user_v1_ListInvitesRequest, response: user_v1_ListInvitesResponse },
    revokeInvite: { rpc: 'RevokeInvite', path: '/parley.user.v1.UserService/RevokeInvite', access: 'user', comment: "Take one of the caller's invitations back. Repeated, it changes nothing.", http: {"verb":"delete","path":"/user-service/invites/{code}","body":false}, idempotent: false, requestType: 'parley.user.v1.RevokeInviteRequest', responseType: 'parley.user.v1.RevokeInviteResponse', request: user_v1_RevokeInviteRequest, response: user_v1_RevokeInviteResponse },
    getJwks: { rpc: 'GetJwks', path: '/parley.user.v1.UserService/GetJwks', access: 'public', comment: "The public keys that verify access tokens (RFC 7517).", http: {"verb":"get","path":"/user-service/.well-known/jwks.json","body":false}, idempotent: true, requestType: 'parley.user.v1.GetJwksRequest', responseType: 'parley.user.v1.Jwks', request: user_v1_GetJwksRequest, response: user_v1_Jwks },
  },
} as const satisfies ServiceContract;

export const SERVICES: readonly ServiceContract[] = [ChatNodeService, DiscoveryService, GroupInternalService, GroupService, GroupMessageInternalService, GroupMessageService, LastSeenInternalService, LastSeenService, MessageInternalService, MessageService, RelayInternalService, RelayService, SessionService, UserInternalService, UserService];
