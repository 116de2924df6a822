import type { Auth } from './auth.js';
import type { Http, HttpRequest } from './http.js';
import type { Device, EntryPage, HistoryRequest, PageRequest, Presence, User } from './model.js';
import { ParleyError } from './parley-error.js';
import type { ConversationSummary } from './protocol.js';

/** Typed REST calls that need no socket. Every call rejects with a `ParleyError`; `unavailable` when the server cannot be reached. */
export class Rest {
  constructor(
    private readonly http: Http,
    private readonly auth: Pick<Auth, 'accessToken' | 'replace'>,
  ) {}

  me(): Promise<User> {
    return this.get('/user-service/me');
  }

  updateMe(change: { displayName?: string }): Promise<User> {
    return this.call({ verb: 'PATCH', path: '/user-service/me', body: change });
  }

  async changePassword(currentPassword: string, newPassword: string): Promise<void> {
    await this.call({ verb: 'POST', path: '/user-service/me/password', body: { currentPassword, newPassword } });
  }

  /** Users whose username or display name begins with the query. */
  searchUsers(query: string, page: PageRequest = {}): Promise<{ users: User[]; nextPageToken: string }> {
    return this.get('/user-service/users', { query, ...page });
  }

  user(id: string): Promise<User> {
    return this.get(`/user-service/users/${encodeURIComponent(id)}`);
  }

  userByUsername(username: string): Promise<User> {
    return this.get(`/user-service/users/by-username/${encodeURIComponent(username)}`);
  }

  /** Where the caller is signed in. */
  devices(page: PageRequest = {}): Promise<{ devices: Device[]; nextPageToken: string }> {
    return this.get('/user-service/devices', { ...page });
  }

  async revokeDevice(id: string): Promise<void> {
    await this.call({ verb: 'DELETE', path: `/user-service/devices/${encodeURIComponent(id)}` });
  }

  blocks(page: PageRequest = {}): Promise<{ users: User[]; nextPageToken: string }> {
    return this.get('/user-service/blocks', { ...page });
  }

  async block(userId: string): Promise<void> {
    await this.call({ verb: 'POST', path: '/user-service/blocks', body: { userId } });
  }

  async unblock(userId: string): Promise<void> {
    await this.call({ verb: 'DELETE', path: `/user-service/blocks/${encodeURIComponent(userId)}` });
  }

  presence(userId: string): Promise<Presence> {
    return this.get(`/last-seen-service/users/${encodeURIComponent(userId)}`);
  }

  /** The id of the direct conversation with someone, before its first message too. */
  async conversationWith(userId: string): Promise<string> {
    const answer = await this.get<{ conversation: string }>(`/message-service/users/${encodeURIComponent(userId)}/conversation`);
    return answer.conversation;
  }

  /** The caller's conversations, by last activity. */
  conversations(page: PageRequest = {}): Promise<{ conversations: ConversationSummary[]; nextPageToken: string }> {
    return this.get('/message-service/conversations', { ...page });
  }

  /** A page of entries, ascending by `seq`. */
  entries(conversation: string, request: HistoryRequest = {}): Promise<EntryPage> {
    return this.get(`/message-service/conversations/${encodeURIComponent(conversation)}/entries`, { ...request });
  }

  /** The URL of a chat node's WebSocket, with a ticket that is good for one connection. */
  async chatNode(): Promise<string> {
    const answer = await this.call<{ url: string }>({ verb: 'POST', path: '/discovery-service/chat-node', body: {} });
    return answer.url;
  }

  private get<Answer>(path: string, query: NonNullable<HttpRequest['query']> = {}): Promise<Answer> {
    return this.call({ verb: 'GET', path, query });
  }

  /** A token may be refused before its time (a restarted key, a wrong clock): once, a new one is tried. */
  private async call<Answer>(request: HttpRequest): Promise<Answer> {
    const token = await this.auth.accessToken();
    try {
      return await this.http.call<Answer>({ ...request, token });
    } catch (error) {
      if (!(error instanceof ParleyError) || error.status !== 401) throw error;
      return await this.http.call<Answer>({ ...request, token: await this.auth.replace(token) });
    }
  }
}
