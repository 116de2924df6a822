// Generated from proto/ by `npm run contracts`. DO NOT EDIT.
/* eslint-disable */
import type { ServiceContract } from '../service-contract.js';
import { Ack as conversation_v1_Ack } from './parley/conversation/v1/entry.js';
import { AdvanceRequest as relay_internal_v1_AdvanceRequest } from './parley/relay/internal/v1/relay_internal.js';
import { AdvanceResponse as relay_internal_v1_AdvanceResponse } from './parley/relay/internal/v1/relay_internal.js';
import { AppendRequest as message_internal_v1_AppendRequest } from './parley/message/internal/v1/message_internal.js';
import { AppendResponse as message_internal_v1_AppendResponse } from './parley/message/internal/v1/message_internal.js';
import { BlockUserRequest as user_v1_BlockUserRequest } from './parley/user/v1/user.js';
import { BlockUserResponse as user_v1_BlockUserResponse } from './parley/user/v1/user.js';
import { ChangePasswordRequest as user_v1_ChangePasswordRequest } from './parley/user/v1/user.js';
import { ChangePasswordResponse as user_v1_ChangePasswordResponse } from './parley/user/v1/user.js';
import { CheckBlocksRequest as user_internal_v1_CheckBlocksRequest } from './parley/user/internal/v1/user_internal.js';
import { CheckBlocksResponse as user_internal_v1_CheckBlocksResponse } from './parley/user/internal/v1/user_internal.js';
import { ChooseChatNodeRequest as discovery_v1_ChooseChatNodeRequest } from './parley/discovery/v1/discovery.js';
import { ChooseChatNodeResponse as discovery_v1_ChooseChatNodeResponse } from './parley/discovery/v1/discovery.js';
import { DeliverRequest as chat_internal_v1_DeliverRequest } from './parley/chat/internal/v1/chat_internal.js';
import { DeliverResponse as chat_internal_v1_DeliverResponse } from './parley/chat/internal/v1/chat_internal.js';
import { EntryPage as conversation_v1_EntryPage } from './parley/conversation/v1/entry.js';
import { GetDirectConversationRequest as message_v1_GetDirectConversationRequest } from './parley/message/v1/message.js';
import { GetDirectConversationResponse as message_v1_GetDirectConversationResponse } from './parley/message/v1/message.js';
import { GetJwksRequest as user_v1_GetJwksRequest } from './parley/user/v1/user.js';
import { GetMeRequest as user_v1_GetMeRequest } from './parley/user/v1/user.js';
import { GetPresenceRequest as last_seen_v1_GetPresenceRequest } from './parley/last_seen/v1/last_seen.js';
import { GetPresencesRequest as last_seen_internal_v1_GetPresencesRequest } from './parley/last_seen/internal/v1/last_seen_internal.js';
import { GetPresencesResponse as last_seen_internal_v1_GetPresencesResponse } from './parley/last_seen/internal/v1/last_seen_internal.js';
import { GetUserByUsernameRequest as user_v1_GetUserByUsernameRequest } from './parley/user/v1/user.js';
import { GetUserRequest as user_v1_GetUserRequest } from './parley/user/v1/user.js';
import { GetUsersRequest as user_internal_v1_GetUsersRequest } from './parley/user/internal/v1/user_internal.js';
import { GetUsersResponse as user_internal_v1_GetUsersResponse } from './parley/user/internal/v1/user_internal.js';
import { Jwks as user_v1_Jwks } from './parley/user/v1/user.js';
import { ListBehindRequest as relay_v1_ListBehindRequest } from './parley/relay/v1/relay.js';
import { ListBehindResponse as relay_v1_ListBehindResponse } from './parley/relay/v1/relay.js';
import { ListBlocksRequest as user_v1_ListBlocksRequest } from './parley/user/v1/user.js';
import { ListBlocksResponse as user_v1_ListBlocksResponse } from './parley/user/v1/user.js';
import { ListConversationsRequest as message_v1_ListConversationsRequest } from './parley/message/v1/message.js';
import { ListConversationsResponse as message_v1_ListConversationsResponse } from './parley/message/v1/message.js';
import { ListDevicesRequest as user_v1_ListDevicesRequest } from './parley/user/v1/user.js';
import { ListDevicesResponse as user_v1_ListDevicesResponse } from './parley/user/v1/user.js';
import { ListEntriesRequest as conversation_v1_ListEntriesRequest } from './parley/conversation/v1/entry.js';
import { ListRevocationsRequest as user_internal_v1_ListRevocationsRequest } from './parley/user/internal/v1/user_internal.js';
import { ListRevocationsResponse as user_internal_v1_ListRevocationsResponse } from './parley/user/internal/v1/user_internal.js';
import { LoginRequest as user_v1_LoginRequest } from './parley/user/v1/user.js';
import { LogoutRequest as user_v1_LogoutRequest } from './parley/user/v1/user.js';
import { LogoutResponse as user_v1_LogoutResponse } from './parley/user/v1/user.js';
import { LookupRequest as session_internal_v1_LookupRequest } from './parley/session/internal/v1/session.js';
import { LookupResponse as session_internal_v1_LookupResponse } from './parley/session/internal/v1/session.js';
import { MoveCursorsRequest as message_internal_v1_MoveCursorsRequest } from './parley/message/internal/v1/message_internal.js';
import { MoveCursorsResponse as message_internal_v1_MoveCursorsResponse } from './parley/message/internal/v1/message_internal.js';
import { Presence as last_seen_v1_Presence } from './parley/last_seen/v1/last_seen.js';
import { PutBlockRequest as message_internal_v1_PutBlockRequest } from './parley/message/internal/v1/message_internal.js';
import { PutBlockResponse as message_internal_v1_PutBlockResponse } from './parley/message/internal/v1/message_internal.js';
import { Receipt as conversation_v1_Receipt } from './parley/conversation/v1/entry.js';
import { RefreshRequest as user_v1_RefreshRequest } from './parley/user/v1/user.js';
import { RegisterRequest as session_internal_v1_RegisterRequest } from './parley/session/internal/v1/session.js';
import { RegisterRequest as user_v1_RegisterRequest } from './parley/user/v1/user.js';
import { RegisterResponse as session_internal_v1_RegisterResponse } from './parley/session/internal/v1/session.js';
import { RenewRequest as session_internal_v1_RenewRequest } from './parley/session/internal/v1/session.js';
import { RenewResponse as session_internal_v1_RenewResponse } from './parley/session/internal/v1/session.js';
import { RevokeDeviceRequest as user_v1_RevokeDeviceRequest } from './parley/user/v1/user.js';
import { RevokeDeviceResponse as user_v1_RevokeDeviceResponse } from './parley/user/v1/user.js';
import { SearchUsersRequest as user_v1_SearchUsersRequest } from './parley/user/v1/user.js';
import { SearchUsersResponse as user_v1_SearchUsersResponse } from './parley/user/v1/user.js';
import { SendMessageRequest as message_v1_SendMessageRequest } from './parley/message/v1/message.js';
import { SetCursorsRequest as conversation_v1_SetCursorsRequest } from './parley/conversation/v1/entry.js';
import { SignInResponse as user_v1_SignInResponse } from './parley/user/v1/user.js';
import { SyncRequest as message_internal_v1_SyncRequest } from './parley/message/internal/v1/message_internal.js';
import { SyncResponse as message_internal_v1_SyncResponse } from './parley/message/internal/v1/message_internal.js';
import { TouchRequest as last_seen_internal_v1_TouchRequest } from './parley/last_seen/internal/v1/last_seen_internal.js';
import { TouchResponse as last_seen_internal_v1_TouchResponse } from './parley/last_seen/internal/v1/last_seen_internal.js';
import { TypingRequest as message_internal_v1_TypingRequest } from './parley/message/internal/v1/message_internal.js';
import { TypingResponse as message_internal_v1_TypingResponse } from './parley/message/internal/v1/message_internal.js';
import { UnblockUserRequest as user_v1_UnblockUserRequest } from './parley/user/v1/user.js';
import { UnblockUserResponse as user_v1_UnblockUserResponse } from './parley/user/v1/user.js';
import { UnregisterRequest as session_internal_v1_UnregisterRequest } from './parley/session/internal/v1/session.js';
import { UnregisterResponse as session_internal_v1_UnregisterResponse } from './parley/session/internal/v1/session.js';
import { UpdateMeRequest as user_v1_UpdateMeRequest } from './parley/user/v1/user.js';
import { User as user_v1_User } from './parley/user/v1/user.js';

/** What sequencers ask of a chat node. */
export const ChatNodeService = {
  name: 'parley.chat.internal.v1.ChatNodeService',
  comment: "What sequencers ask of a chat node.",
  methods: {
    deliver: { rpc: 'Deliver', path: '/parley.chat.internal.v1.ChatNodeService/Deliver', access: 'service', comment: "Write a batch to the sockets it concerns. Answered when it stands in their buffers.", http: undefined, requestType: 'parley.chat.internal.v1.DeliverRequest', responseType: 'parley.chat.internal.v1.DeliverResponse', request: chat_internal_v1_DeliverRequest, response: chat_internal_v1_DeliverResponse },
  },
} as const satisfies ServiceContract;

/** Which chat node a client should use. */
export const DiscoveryService = {
  name: 'parley.discovery.v1.DiscoveryService',
  comment: "Which chat node a client should use.",
  methods: {
    chooseChatNode: { rpc: 'ChooseChatNode', path: '/parley.discovery.v1.DiscoveryService/ChooseChatNode', access: 'user', comment: "Choose a chat node and get a URL with a single-use, short-lived ticket.", http: {"verb":"post","path":"/discovery-service/chat-node","body":true}, requestType: 'parley.discovery.v1.ChooseChatNodeRequest', responseType: 'parley.discovery.v1.ChooseChatNodeResponse', request: discovery_v1_ChooseChatNodeRequest, response: discovery_v1_ChooseChatNodeResponse },
  },
} as const satisfies ServiceContract;

/** What chat nodes ask of presence. */
export const LastSeenInternalService = {
  name: 'parley.last_seen.internal.v1.LastSeenInternalService',
  comment: "What chat nodes ask of presence.",
  methods: {
    getPresences: { rpc: 'GetPresences', path: '/parley.last_seen.internal.v1.LastSeenInternalService/GetPresences', access: 'service', comment: "Presence of the users, as far as the viewer may see it, in the order of the request. Changes are published on the channel\n`presence.<user>` for all; who passes them on to a viewer asks here first whether the user is hidden from them.", http: undefined, requestType: 'parley.last_seen.internal.v1.GetPresencesRequest', responseType: 'parley.last_seen.internal.v1.GetPresencesResponse', request: last_seen_internal_v1_GetPresencesRequest, response: last_seen_internal_v1_GetPresencesResponse },
    touch: { rpc: 'Touch', path: '/parley.last_seen.internal.v1.LastSeenInternalService/Touch', access: 'service', comment: "A session of the users began or ended, as far as the caller knows; the session registry decides who is online.", http: undefined, requestType: 'parley.last_seen.internal.v1.TouchRequest', responseType: 'parley.last_seen.internal.v1.TouchResponse', request: last_seen_internal_v1_TouchRequest, response: last_seen_internal_v1_TouchResponse },
  },
} as const satisfies ServiceContract;

/** Presence and last seen. */
export const LastSeenService = {
  name: 'parley.last_seen.v1.LastSeenService',
  comment: "Presence and last seen.",
  methods: {
    getPresence: { rpc: 'GetPresence', path: '/parley.last_seen.v1.LastSeenService/GetPresence', access: 'user', comment: "Whether a user is online, and when they last were.", http: {"verb":"get","path":"/last-seen-service/users/{id}","body":false}, requestType: 'parley.last_seen.v1.GetPresenceRequest', responseType: 'parley.last_seen.v1.Presence', request: last_seen_v1_GetPresenceRequest, response: last_seen_v1_Presence },
  },
} as const satisfies ServiceContract;

/** What chat nodes and other services ask of direct messages. */
export const MessageInternalService = {
  name: 'parley.message.internal.v1.MessageInternalService',
  comment: "What chat nodes and other services ask of direct messages.",
  methods: {
    append: { rpc: 'Append', path: '/parley.message.internal.v1.MessageInternalService/Append', access: 'service', comment: "Append messages to the log. The answer names those that were refused early; the sequencer answers the others\non the node's delivery stream. A call that fails has an unknown outcome.", http: undefined, requestType: 'parley.message.internal.v1.AppendRequest', responseType: 'parley.message.internal.v1.AppendResponse', request: message_internal_v1_AppendRequest, response: message_internal_v1_AppendResponse },
    sync: { rpc: 'Sync', path: '/parley.message.internal.v1.MessageInternalService/Sync', access: 'service', comment: "What a user has missed since a position. Answers when History has passed the log's present end.", http: undefined, requestType: 'parley.message.internal.v1.SyncRequest', responseType: 'parley.message.internal.v1.SyncResponse', request: message_internal_v1_SyncRequest, response: message_internal_v1_SyncResponse },
    moveCursors: { rpc: 'MoveCursors', path: '/parley.message.internal.v1.MessageInternalService/MoveCursors', access: 'service', comment: "Move cursors forward and tell those whom it concerns. Answered when durable.", http: undefined, requestType: 'parley.message.internal.v1.MoveCursorsRequest', responseType: 'parley.message.internal.v1.MoveCursorsResponse', request: message_internal_v1_MoveCursorsRequest, response: message_internal_v1_MoveCursorsResponse },
    typing: { rpc: 'Typing', path: '/parley.message.internal.v1.MessageInternalService/Typing', access: 'service', comment: "Tell the other participants that a user is typing.", http: undefined, requestType: 'parley.message.internal.v1.TypingRequest', responseType: 'parley.message.internal.v1.TypingResponse', request: message_internal_v1_TypingRequest, response: message_internal_v1_TypingResponse },
    putBlock: { rpc: 'PutBlock', path: '/parley.message.internal.v1.MessageInternalService/PutBlock', access: 'service', comment: "Put a change of a block into the log. Repeated with the same version, it changes nothing.", http: undefined, requestType: 'parley.message.internal.v1.PutBlockRequest', responseType: 'parley.message.internal.v1.PutBlockResponse', request: message_internal_v1_PutBlockRequest, response: message_internal_v1_PutBlockResponse },
  },
} as const satisfies ServiceContract;

/** Direct messages: sending without a socket, history, the list of conversations, cursors. */
export const MessageService = {
  name: 'parley.message.v1.MessageService',
  comment: "Direct messages: sending without a socket, history, the list of conversations, cursors.",
  methods: {
    getDirectConversation: { rpc: 'GetDirectConversation', path: '/parley.message.v1.MessageService/GetDirectConversation', access: 'user', comment: "The id of the direct conversation with someone, before its first message too.", http: {"verb":"get","path":"/message-service/users/{user}/conversation","body":false}, requestType: 'parley.message.v1.GetDirectConversationRequest', responseType: 'parley.message.v1.GetDirectConversationResponse', request: message_v1_GetDirectConversationRequest, response: message_v1_GetDirectConversationResponse },
    listConversations: { rpc: 'ListConversations', path: '/parley.message.v1.MessageService/ListConversations', access: 'user', comment: "The caller's direct conversations, by last activity.", http: {"verb":"get","path":"/message-service/conversations","body":false}, requestType: 'parley.message.v1.ListConversationsRequest', responseType: 'parley.message.v1.ListConversationsResponse', request: message_v1_ListConversationsRequest, response: message_v1_ListConversationsResponse },
    listEntries: { rpc: 'ListEntries', path: '/parley.message.v1.MessageService/ListEntries', access: 'user', comment: "A page of a conversation's entries.", http: {"verb":"get","path":"/message-service/conversations/{conversation}/entries","body":false}, requestType: 'parley.conversation.v1.ListEntriesRequest', responseType: 'parley.conversation.v1.EntryPage', request: conversation_v1_ListEntriesRequest, response: conversation_v1_EntryPage },
    setCursors: { rpc: 'SetCursors', path: '/parley.message.v1.MessageService/SetCursors', access: 'user', comment: "Move the caller's cursors of a conversation forward.", http: {"verb":"post","path":"/message-service/conversations/{conversation}/cursors","body":true}, requestType: 'parley.conversation.v1.SetCursorsRequest', responseType: 'parley.conversation.v1.Receipt', request: conversation_v1_SetCursorsRequest, response: conversation_v1_Receipt },
    sendMessage: { rpc: 'SendMessage', path: '/parley.message.v1.MessageService/SendMessage', access: 'user', comment: "Send a message without a socket. Resent with the same `id`, it gives the same answer and one entry.", http: {"verb":"post","path":"/message-service/messages","body":true}, requestType: 'parley.message.v1.SendMessageRequest', responseType: 'parley.conversation.v1.Ack', request: message_v1_SendMessageRequest, response: conversation_v1_Ack },
  },
} as const satisfies ServiceContract;

/** Where the sequencers say what awaits whom, and what was received. Both only ever move forward. */
export const RelayInternalService = {
  name: 'parley.relay.internal.v1.RelayInternalService',
  comment: "Where the sequencers say what awaits whom, and what was received. Both only ever move forward.",
  methods: {
    advance: { rpc: 'Advance', path: '/parley.relay.internal.v1.RelayInternalService/Advance', access: 'service', comment: "Move pointers forward, in any order and as often as one likes: what is older than what is known changes nothing. Durable\nwhen answered; a call that fails has an unknown outcome.", http: undefined, requestType: 'parley.relay.internal.v1.AdvanceRequest', responseType: 'parley.relay.internal.v1.AdvanceResponse', request: relay_internal_v1_AdvanceRequest, response: relay_internal_v1_AdvanceResponse },
  },
} as const satisfies ServiceContract;

/** Who is behind in which conversation. */
export const RelayService = {
  name: 'parley.relay.v1.RelayService',
  comment: "Who is behind in which conversation.",
  methods: {
    listBehind: { rpc: 'ListBehind', path: '/parley.relay.v1.RelayService/ListBehind', access: 'user', comment: "The caller's conversations with entries that none of the caller's devices has acknowledged, in a fixed order.", http: {"verb":"get","path":"/relay-service/behind","body":false}, requestType: 'parley.relay.v1.ListBehindRequest', responseType: 'parley.relay.v1.ListBehindResponse', request: relay_v1_ListBehindRequest, response: relay_v1_ListBehindResponse },
  },
} as const satisfies ServiceContract;

/** Which live sessions a user has, and on which node. A session is a lease: its node renews it, or it ends. */
export const SessionService = {
  name: 'parley.session.internal.v1.SessionService',
  comment: "Which live sessions a user has, and on which node. A session is a lease: its node renews it, or it ends.",
  methods: {
    register: { rpc: 'Register', path: '/parley.session.internal.v1.SessionService/Register', access: 'service', comment: "Make sessions known that begin now, whoever held them before. Confirmed when answered: look-ups that begin later find them.", http: undefined, requestType: 'parley.session.internal.v1.RegisterRequest', responseType: 'parley.session.internal.v1.RegisterResponse', request: session_internal_v1_RegisterRequest, response: session_internal_v1_RegisterResponse },
    renew: { rpc: 'Renew', path: '/parley.session.internal.v1.SessionService/Renew', access: 'service', comment: "Prolong sessions, and make those known again that were lost. A session that was replaced elsewhere is not taken back.", http: undefined, requestType: 'parley.session.internal.v1.RenewRequest', responseType: 'parley.session.internal.v1.RenewResponse', request: session_internal_v1_RenewRequest, response: session_internal_v1_RenewResponse },
    unregister: { rpc: 'Unregister', path: '/parley.session.internal.v1.SessionService/Unregister', access: 'service', comment: "End a session, if the node still holds it.", http: undefined, requestType: 'parley.session.internal.v1.UnregisterRequest', responseType: 'parley.session.internal.v1.UnregisterResponse', request: session_internal_v1_UnregisterRequest, response: session_internal_v1_UnregisterResponse },
    lookup: { rpc: 'Lookup', path: '/parley.session.internal.v1.SessionService/Lookup', access: 'service', comment: "The nodes that hold sessions of the users. Never cached.", http: undefined, requestType: 'parley.session.internal.v1.LookupRequest', responseType: 'parley.session.internal.v1.LookupResponse', request: session_internal_v1_LookupRequest, response: session_internal_v1_LookupResponse },
  },
} as const satisfies ServiceContract;

/** What other services ask of accounts. */
export const UserInternalService = {
  name: 'parley.user.internal.v1.UserInternalService',
  comment: "What other services ask of accounts.",
  methods: {
    getUsers: { rpc: 'GetUsers', path: '/parley.user.internal.v1.UserInternalService/GetUsers', access: 'service', comment: "Profiles of the users that exist, in no order.", http: undefined, requestType: 'parley.user.internal.v1.GetUsersRequest', responseType: 'parley.user.internal.v1.GetUsersResponse', request: user_internal_v1_GetUsersRequest, response: user_internal_v1_GetUsersResponse },
    listRevocations: { rpc: 'ListRevocations', path: '/parley.user.internal.v1.UserInternalService/ListRevocations', access: 'service', comment: "Devices that were signed out after a cursor; sockets and access tokens of theirs are no longer good.", http: undefined, requestType: 'parley.user.internal.v1.ListRevocationsRequest', responseType: 'parley.user.internal.v1.ListRevocationsResponse', request: user_internal_v1_ListRevocationsRequest, response: user_internal_v1_ListRevocationsResponse },
    checkBlocks: { rpc: 'CheckBlocks', path: '/parley.user.internal.v1.UserInternalService/CheckBlocks', access: 'service', comment: "Which of the pairs are blocked, in either direction.", http: undefined, requestType: 'parley.user.internal.v1.CheckBlocksRequest', responseType: 'parley.user.internal.v1.CheckBlocksResponse', request: user_internal_v1_CheckBlocksRequest, response: user_internal_v1_CheckBlocksResponse },
  },
} as const satisfies ServiceContract;

/** Accounts, sign-in, profiles, devices and blocks. */
export const UserService = {
  name: 'parley.user.v1.UserService',
  comment: "Accounts, sign-in, profiles, devices and blocks.",
  methods: {
    register: { rpc: 'Register', path: '/parley.user.v1.UserService/Register', access: 'public', comment: "Create an account and sign in.", http: {"verb":"post","path":"/user-service/register","body":true}, requestType: 'parley.user.v1.RegisterRequest', responseType: 'parley.user.v1.SignInResponse', request: user_v1_RegisterRequest, response: user_v1_SignInResponse },
    login: { rpc: 'Login', path: '/parley.user.v1.UserService/Login', access: 'public', comment: "Sign in on a new device.", http: {"verb":"post","path":"/user-service/login","body":true}, requestType: 'parley.user.v1.LoginRequest', responseType: 'parley.user.v1.SignInResponse', request: user_v1_LoginRequest, response: user_v1_SignInResponse },
    refresh: { rpc: 'Refresh', path: '/parley.user.v1.UserService/Refresh', access: 'public', comment: "Exchange a refresh token for new tokens. A token that was exchanged before revokes its device.", http: {"verb":"post","path":"/user-service/refresh","body":true}, requestType: 'parley.user.v1.RefreshRequest', responseType: 'parley.user.v1.SignInResponse', request: user_v1_RefreshRequest, response: user_v1_SignInResponse },
    logout: { rpc: 'Logout', path: '/parley.user.v1.UserService/Logout', access: 'public', comment: "Sign out the device that a refresh token belongs to.", http: {"verb":"post","path":"/user-service/logout","body":true}, requestType: 'parley.user.v1.LogoutRequest', responseType: 'parley.user.v1.LogoutResponse', request: user_v1_LogoutRequest, response: user_v1_LogoutResponse },
    getMe: { rpc: 'GetMe', path: '/parley.user.v1.UserService/GetMe', access: 'user', comment: "The caller.", http: {"verb":"get","path":"/user-service/me","body":false}, requestType: 'parley.user.v1.GetMeRequest', responseType: 'parley.user.v1.User', request: user_v1_GetMeRequest, response: user_v1_User },
    updateMe: { rpc: 'UpdateMe', path: '/parley.user.v1.UserService/UpdateMe', access: 'user', comment: "Change the caller's profile.", http: {"verb":"patch","path":"/user-service/me","body":true}, requestType: 'parley.user.v1.UpdateMeRequest', responseType: 'parley.user.v1.User', request: user_v1_UpdateMeRequest, response: user_v1_User },
    changePassword: { rpc: 'ChangePassword', path: '/parley.user.v1.UserService/ChangePassword', access: 'user', comment: "Change the caller's password. Every other device is signed out.", http: {"verb":"post","path":"/user-service/me/password","body":true}, requestType: 'parley.user.v1.ChangePasswordRequest', responseType: 'parley.user.v1.ChangePasswordResponse', request: user_v1_ChangePasswordRequest, response: user_v1_ChangePasswordResponse },
    searchUsers: { rpc: 'SearchUsers', path: '/parley.user.v1.UserService/SearchUsers', access: 'user', comment: "Find users whose username or display name begins with the query.", http: {"verb":"get","path":"/user-service/users","body":false}, requestType: 'parley.user.v1.SearchUsersRequest', responseType: 'parley.user.v1.SearchUsersResponse', request: user_v1_SearchUsersRequest, response: user_v1_SearchUsersResponse },
    getUser: { rpc: 'GetUser', path: '/parley.user.v1.UserService/GetUser', access: 'user', comment: "One profile by id.", http: {"verb":"get","path":"/user-service/users/{id}","body":false}, requestType: 'parley.user.v1.GetUserRequest', responseType: 'parley.user.v1.User', request: user_v1_GetUserRequest, response: user_v1_User },
    getUserByUsername: { rpc: 'GetUserByUsername', path: '/parley.user.v1.UserService/GetUserByUsername', access: 'user', comment: "One profile by username, without regard to case.", http: {"verb":"get","path":"/user-service/users/by-username/{username}","body":false}, requestType: 'parley.user.v1.GetUserByUsernameRequest', responseType: 'parley.user.v1.User', request: user_v1_GetUserByUsernameRequest, response: user_v1_User },
    listDevices: { rpc: 'ListDevices', path: '/parley.user.v1.UserService/ListDevices', access: 'user', comment: "Where the caller is signed in.", http: {"verb":"get","path":"/user-service/devices","body":false}, requestType: 'parley.user.v1.ListDevicesRequest', responseType: 'parley.user.v1.ListDevicesResponse', request: user_v1_ListDevicesRequest, response: user_v1_ListDevicesResponse },
    revokeDevice: { rpc: 'RevokeDevice', path: '/parley.user.v1.UserService/RevokeDevice', access: 'user', comment: "Sign out one of the caller's devices; its sockets close.", http: {"verb":"delete","path":"/user-service/devices/{id}","body":false}, requestType: 'parley.user.v1.RevokeDeviceRequest', responseType: 'parley.user.v1.RevokeDeviceResponse', request: user_v1_RevokeDeviceRequest, response: user_v1_RevokeDeviceResponse },
    listBlocks: { rpc: 'ListBlocks', path: '/parley.user.v1.UserService/ListBlocks', access: 'user', comment: "Whom the caller has blocked.", http: {"verb":"get","path":"/user-service/blocks","body":false}, requestType: 'parley.user.v1.ListBlocksRequest', responseType: 'parley.user.v1.ListBlocksResponse', request: user_v1_ListBlocksRequest, response: user_v1_ListBlocksResponse },
    blockUser: { rpc: 'BlockUser', path: '/parley.user.v1.UserService/BlockUser', access: 'user', comment: "Block a user: from then on neither can send to the other.", http: {"verb":"post","path":"/user-service/blocks","body":true}, requestType: 'parley.user.v1.BlockUserRequest', responseType: 'parley.user.v1.BlockUserResponse', request: user_v1_BlockUserRequest, response: user_v1_BlockUserResponse },
    unblockUser: { rpc: 'UnblockUser', path: '/parley.user.v1.UserService/UnblockUser', access: 'user', comment: "Take a block back.", http: {"verb":"delete","path":"/user-service/blocks/{userId}","body":false}, requestType: 'parley.user.v1.UnblockUserRequest', responseType: 'parley.user.v1.UnblockUserResponse', request: user_v1_UnblockUserRequest, response: user_v1_UnblockUserResponse },
    getJwks: { rpc: 'GetJwks', path: '/parley.user.v1.UserService/GetJwks', access: 'public', comment: "The public keys that verify access tokens (RFC 7517).", http: {"verb":"get","path":"/user-service/.well-known/jwks.json","body":false}, requestType: 'parley.user.v1.GetJwksRequest', responseType: 'parley.user.v1.Jwks', request: user_v1_GetJwksRequest, response: user_v1_Jwks },
  },
} as const satisfies ServiceContract;

export const SERVICES: readonly ServiceContract[] = [ChatNodeService, DiscoveryService, LastSeenInternalService, LastSeenService, MessageInternalService, MessageService, RelayInternalService, RelayService, SessionService, UserInternalService, UserService];
