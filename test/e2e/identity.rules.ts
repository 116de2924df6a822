/**
 * What each public call does for a signed-in user who has no right to what it names. Every RPC with a REST form has a row here;
 * `{mine}` is a conversation of the two owners, `{owner}` one of them, `{device}` a device of theirs.
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
};

/** What a stranger's frame about `{mine}` gets; every type of frame has a row. */
export const FRAME_RULES = {
  send: { stranger: 'own', frame: { to: { user: '{owner}' }, body: 'from a stranger' } },
  received: { stranger: 'not_found', frame: { conversation: '{mine}', seq: 1 } },
  read: { stranger: 'not_found', frame: { conversation: '{mine}', seq: 1 } },
  history: { stranger: 'not_found', frame: { conversation: '{mine}' } },
  typing: { stranger: 'not_found', frame: { conversation: '{mine}' } },
  watch: { stranger: 'own', frame: { users: ['{owner}'] } },
  unwatch: { stranger: 'own', frame: { users: ['{owner}'] } },
  ping: { stranger: 'own', frame: {} },
} as const;
