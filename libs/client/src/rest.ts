import { path, type Api } from './api.js';
import type { NewUserInvite, RegistrationPolicy, UserInvite } from './group-model.js';
import type { ConversationPage, Device, EntryPage, HistoryRequest, PageRequest, Presence, User } from './model.js';

/** Accounts, people and direct conversations, over REST. Every call rejects with a `ParleyError`; `unavailable` when the server cannot be reached. */
export class Rest {
  constructor(private readonly api: Api) {}

  me(): Promise<User> {
    return this.api.get('/user-service/me');
  }

  updateMe(change: { displayName?: string }): Promise<User> {
    return this.api.patch('/user-service/me', change);
  }

  async changePassword(currentPassword: string, newPassword: string): Promise<void> {
    await this.api.post('/user-service/me/password', { currentPassword, newPassword });
  }

  /** Users whose username or display name begins with the query. */
  searchUsers(query: string, page: PageRequest = {}): Promise<{ users: User[]; nextPageToken: string }> {
    return this.api.get('/user-service/users', { query, ...page });
  }

  user(id: string): Promise<User> {
    return this.api.get(path`/user-service/users/${id}`);
  }

  userByUsername(username: string): Promise<User> {
    return this.api.get(path`/user-service/users/by-username/${username}`);
  }

  /** Where the caller is signed in. */
  devices(page: PageRequest = {}): Promise<{ devices: Device[]; nextPageToken: string }> {
    return this.api.get('/user-service/devices', { ...page });
  }

  async revokeDevice(id: string): Promise<void> {
    await this.api.delete(path`/user-service/devices/${id}`);
  }

  blocks(page: PageRequest = {}): Promise<{ users: User[]; nextPageToken: string }> {
    return this.api.get('/user-service/blocks', { ...page });
  }

  async block(userId: string): Promise<void> {
    await this.api.post('/user-service/blocks', { userId });
  }

  async unblock(userId: string): Promise<void> {
    await this.api.delete(path`/user-service/blocks/${userId}`);
  }

  /** Who may register; needs no sign-in. */
  async registration(): Promise<RegistrationPolicy> {
    const { policy } = await this.api.getPublic<{ policy: RegistrationPolicy }>('/user-service/registration');
    return policy;
  }

  /** Makes an invitation to register. */
  createInvite(invite: NewUserInvite = {}): Promise<UserInvite> {
    return this.api.post('/user-service/invites', invite);
  }

  /** The caller's invitations that are still good, the newest first. */
  invites(page: PageRequest = {}): Promise<{ invites: UserInvite[]; nextPageToken: string }> {
    return this.api.get('/user-service/invites', { ...page });
  }

  async revokeInvite(code: string): Promise<void> {
    await this.api.delete(path`/user-service/invites/${code}`);
  }

  presence(userId: string): Promise<Presence> {
    return this.api.get(path`/last-seen-service/users/${userId}`);
  }

  /** The id of the direct conversation with someone, before its first message too. */
  async conversationWith(userId: string): Promise<string> {
    const answer = await this.api.get<{ conversation: string }>(path`/message-service/users/${userId}/conversation`);
    return answer.conversation;
  }

  /** The caller's direct conversations, by last activity. `ParleyClient.conversations` has those of groups too. */
  conversations(page: PageRequest = {}): Promise<ConversationPage> {
    return this.api.get('/message-service/conversations', { ...page });
  }

  /** A page of entries of a direct conversation, ascending by `seq`. `ParleyClient.history` serves every conversation, over the socket. */
  entries(conversation: string, request: HistoryRequest = {}): Promise<EntryPage> {
    return this.api.get(path`/message-service/conversations/${conversation}/entries`, { ...request });
  }

  /** The URL of a chat node's WebSocket, with a ticket that is good for one connection. */
  async chatNode(): Promise<string> {
    const answer = await this.api.post<{ url: string }>('/discovery-service/chat-node');
    return answer.url;
  }
}
