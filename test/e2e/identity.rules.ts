import type { ClientFrame } from '#protocol';

/**
 * What each public call does for a signed-in user who has no right to what it names. Every RPC with a REST form has a row here;
 * `{mine}` is a conversation of the two owners, `{owner}` one of them, `{device}` a device of theirs, `{group}` their private group,
 * `{groupConversation}` its conversation, `{invite}` an invitation into it, `{userInvite}` one to register, made by an owner.
 */
export interface IdentityRule {
  /** `public`: for anyone. `own`: it touches only what is the caller's, whoever calls. A status: what a stranger gets. */
  stranger: 'public' | 'own' | number;
  path?: Readonly<Record<string, string>>;
  query?: string;
  body?: object;
}

export const IDENTITY_RULES: Readonly<Record<string, IdentityRule>> = {
  'parley.discovery.v1.DiscoveryService/ChooseChatNode': { stranger: 'own', body: {} },
  'parley.group.v1.GroupService/CreateGroup': { stranger: 'own', body: { name: 'Of a stranger' } },
  'parley.group.v1.GroupService/ListGroups': { stranger: 'own' },
  'parley.group.v1.GroupService/SearchPublicGroups': { stranger: 'own', query: '?query=secret' },
  'parley.group.v1.GroupService/GetGroup': { stranger: 404, path: { id: '{group}' } },
  'parley.group.v1.GroupService/UpdateGroup': { stranger: 404, path: { id: '{group}' }, body: { name: 'Taken over' } },
  'parley.group.v1.GroupService/DeleteGroup': { stranger: 404, path: { id: '{group}' } },
  'parley.group.v1.GroupService/JoinByName': { stranger: 404, body: { name: '{groupName}' } },
  'parley.group.v1.GroupService/JoinGroup': { stranger: 404, path: { id: '{group}' }, body: {} },
  'parley.group.v1.GroupService/LeaveGroup': { stranger: 404, path: { id: '{group}' }, body: {} },
  'parley.group.v1.GroupService/ListMembers': { stranger: 404, path: { id: '{group}' } },
  'parley.group.v1.GroupService/AddMembers': { stranger: 404, path: { id: '{group}' }, body: { userIds: ['{stranger}'] } },
  'parley.group.v1.GroupService/RemoveMember': { stranger: 404, path: { id: '{group}', userId: '{owner}' } },
  'parley.group.v1.GroupService/SetRole': { stranger: 404, path: { id: '{group}', userId: '{owner}' }, body: { role: 'member' } },
  'parley.group.v1.GroupService/CreateInvite': { stranger: 404, path: { id: '{group}' }, body: {} },
  'parley.group.v1.GroupService/ListInvites': { stranger: 404, path: { id: '{group}' } },
  'parley.group.v1.GroupService/RevokeInvite': { stranger: 404, path: { id: '{group}', code: '{invite}' } },
  // Who has the code is no stranger any more; one that is made up leads nowhere.
  'parley.group.v1.GroupService/GetInvitation': { stranger: 404, path: { code: 'made-up' } },
  'parley.group.v1.GroupService/AcceptInvite': { stranger: 404, path: { code: 'made-up' }, body: {} },
  'parley.group_message.v1.GroupMessageService/ListConversations': { stranger: 'own' },
  'parley.group_message.v1.GroupMessageService/ListEntries': { stranger: 404, path: { conversation: '{groupConversation}' } },
  'parley.group_message.v1.GroupMessageService/SetCursors': {
    stranger: 404,
    path: { conversation: '{groupConversation}' },
    body: { read: 1 },
  },
  'parley.group_message.v1.GroupMessageService/ListReceipts': {
    stranger: 404,
    path: { conversation: '{groupConversation}' },
    query: '?seq=2',
  },
  'parley.group_message.v1.GroupMessageService/SendMessage': {
    stranger: 404,
    body: { id: 'identity', to: { group: '{group}' }, body: 'from a stranger' },
  },
  'parley.last_seen.v1.LastSeenService/GetPresence': { stranger: 'own', path: { id: '{owner}' } },
  'parley.message.v1.MessageService/GetDirectConversation': { stranger: 'own', path: { user: '{owner}' } },
  'parley.message.v1.MessageService/ListConversations': { stranger: 'own' },
  'parley.message.v1.MessageService/ListEntries': { stranger: 404, path: { conversation: '{mine}' } },
  'parley.message.v1.MessageService/SetCursors': { stranger: 404, path: { conversation: '{mine}' }, body: { read: 1 } },
  'parley.message.v1.MessageService/SendMessage': {
    stranger: 'own',
    body: { id: 'identity', to: { user: '{owner}' }, body: 'from a stranger' },
  },
  'parley.relay.v1.RelayService/ListBehind': { stranger: 'own' },
  'parley.user.v1.UserService/Register': { stranger: 'public' },
  'parley.user.v1.UserService/Login': { stranger: 'public' },
  'parley.user.v1.UserService/Refresh': { stranger: 'public' },
  'parley.user.v1.UserService/Logout': { stranger: 'public' },
  'parley.user.v1.UserService/GetJwks': { stranger: 'public' },
  'parley.user.v1.UserService/GetMe': { stranger: 'own' },
  'parley.user.v1.UserService/UpdateMe': { stranger: 'own', body: { displayName: 'Stranger' } },
  'parley.user.v1.UserService/ChangePassword': {
    stranger: 400,
    body: { currentPassword: 'not the password', newPassword: 'another password' },
  },
  'parley.user.v1.UserService/SearchUsers': { stranger: 'own', query: '?query=a' },
  'parley.user.v1.UserService/GetUser': { stranger: 'own', path: { id: '{owner}' } },
  'parley.user.v1.UserService/GetUserByUsername': { stranger: 'own', path: { username: '{ownerName}' } },
  'parley.user.v1.UserService/ListDevices': { stranger: 'own' },
  'parley.user.v1.UserService/RevokeDevice': { stranger: 404, path: { id: '{device}' } },
  'parley.user.v1.UserService/ListBlocks': { stranger: 'own' },
  'parley.user.v1.UserService/BlockUser': { stranger: 'own', body: { userId: '{owner}' } },
  'parley.user.v1.UserService/UnblockUser': { stranger: 'own', path: { userId: '{owner}' } },
  'parley.user.v1.UserService/GetRegistration': { stranger: 'public' },
  'parley.user.v1.UserService/CreateInvite': { stranger: 'own', body: {} },
  'parley.user.v1.UserService/ListInvites': { stranger: 'own' },
  'parley.user.v1.UserService/RevokeInvite': { stranger: 'own', path: { code: '{userInvite}' } },
};

export interface FrameRule {
  /** `own`: it touches only what is the caller's. Otherwise the code of the error. */
  stranger: string;
  frame: object;
}

/** What a stranger's frames about what is the owners' get; every type of frame has at least a row. */
export const FRAME_RULES: Readonly<Record<ClientFrame['type'], readonly FrameRule[]>> = {
  send: [
    { stranger: 'own', frame: { to: { user: '{owner}' }, body: 'from a stranger' } },
    { stranger: 'not_found', frame: { to: { group: '{group}' }, body: 'from a stranger' } },
    { stranger: 'not_found', frame: { to: { group: '{group}' }, body: 'from a stranger', replyTo: 2, mentions: ['{owner}'] } },
  ],
  received: aboutEither({ seq: 1 }),
  read: aboutEither({ seq: 1 }),
  history: aboutEither({}),
  typing: aboutEither({}),
  watch: [{ stranger: 'own', frame: { users: ['{owner}'] } }],
  unwatch: [{ stranger: 'own', frame: { users: ['{owner}'] } }],
  ping: [{ stranger: 'own', frame: {} }],
};

function aboutEither(frame: object): FrameRule[] {
  return ['{mine}', '{groupConversation}'].map((conversation) => ({ stranger: 'not_found', frame: { conversation, ...frame } }));
}
