import { path, type Api } from './api.js';
import type {
  Group,
  GroupChange,
  GroupInvite,
  GroupPage,
  Invitation,
  Member,
  MemberPage,
  NewGroup,
  NewGroupInvite,
  ReceiptPage,
} from './group-model.js';
import type { ConversationPage, EntryPage, HistoryRequest, PageRequest } from './model.js';
import type { GroupRole } from './protocol.js';

/**
 * Groups, their members, invitations and conversations, over REST. What a call changes is decided by the time of its answer, and comes to
 * every member as an entry of kind `system`. Every call rejects with a `ParleyError`; `not_found` for what the caller may not know of.
 */
export class GroupRest {
  constructor(private readonly api: Api) {}

  /** Makes a group of which the caller is the owner. */
  async create(group: NewGroup): Promise<Group> {
    return this.entered('/group-service/groups', group);
  }

  /** The caller's groups, by name. */
  list(page: PageRequest = {}): Promise<GroupPage> {
    return this.api.get('/group-service/groups', { ...page });
  }

  /** Public groups whose name begins with the query or has a word that does, by name; all of them for an empty query. */
  searchPublic(query: string, page: PageRequest = {}): Promise<GroupPage> {
    return this.api.get('/group-service/public-groups', { query: query === '' ? undefined : query, ...page });
  }

  /** A public group, or one that the caller is a member of. */
  get(id: string): Promise<Group> {
    return this.api.get(path`/group-service/groups/${id}`);
  }

  /** Owners and admins. */
  update(id: string, change: GroupChange): Promise<Group> {
    return this.api.patch(path`/group-service/groups/${id}`, change);
  }

  /** Ends the group for all of its members; owners only. */
  async delete(id: string): Promise<void> {
    await this.api.delete(path`/group-service/groups/${id}`);
  }

  /** Joins a public group. Repeated, it changes nothing. */
  join(id: string): Promise<Group> {
    return this.entered(path`/group-service/groups/${id}/join`);
  }

  /** Joins a public group by its name, without regard to case. */
  joinByName(name: string): Promise<Group> {
    return this.entered('/group-service/join', { name });
  }

  /** Rejects with `conflict` for the last owner. */
  async leave(id: string): Promise<void> {
    await this.api.post(path`/group-service/groups/${id}/leave`);
  }

  /** Owners, admins, members; each in the order of joining. */
  members(id: string, page: PageRequest = {}): Promise<MemberPage> {
    return this.api.get(path`/group-service/groups/${id}/members`, { ...page });
  }

  /** Adds all or none; answers those who were no members before. */
  async addMembers(id: string, userIds: readonly string[]): Promise<string[]> {
    const { added } = await this.api.post<{ added: string[] }>(path`/group-service/groups/${id}/members`, { userIds });
    return added;
  }

  async removeMember(id: string, userId: string): Promise<void> {
    await this.api.delete(path`/group-service/groups/${id}/members/${userId}`);
  }

  /** Owners only. Rejects with `conflict` if no owner would be left. */
  setRole(id: string, userId: string, role: GroupRole): Promise<Member> {
    return this.api.patch(path`/group-service/groups/${id}/members/${userId}`, { role });
  }

  createInvite(id: string, invite: NewGroupInvite = {}): Promise<GroupInvite> {
    return this.api.post(path`/group-service/groups/${id}/invites`, invite);
  }

  /** Those that are still good, the newest first; owners and admins. */
  invites(id: string, page: PageRequest = {}): Promise<{ invites: GroupInvite[]; nextPageToken: string }> {
    return this.api.get(path`/group-service/groups/${id}/invites`, { ...page });
  }

  async revokeInvite(id: string, code: string): Promise<void> {
    await this.api.delete(path`/group-service/groups/${id}/invites/${code}`);
  }

  /** What an invitation leads to; it is not used up. */
  invitation(code: string): Promise<Invitation> {
    return this.api.get(path`/group-service/invites/${code}`);
  }

  acceptInvite(code: string): Promise<Group> {
    return this.entered(path`/group-service/invites/${code}/accept`);
  }

  /** The conversations of the caller's groups, by last activity. `ParleyClient.conversations` has the direct ones too. */
  conversations(page: PageRequest = {}): Promise<ConversationPage> {
    return this.api.get('/group-message-service/conversations', { ...page });
  }

  /** A page of entries of a group's conversation, ascending by `seq`. `ParleyClient.history` serves every conversation, over the socket. */
  entries(conversation: string, request: HistoryRequest = {}): Promise<EntryPage> {
    return this.api.get(path`/group-message-service/conversations/${conversation}/entries`, { ...request });
  }

  /** Who has received and read the entry at `seq`. */
  receipts(conversation: string, seq: number, page: PageRequest = {}): Promise<ReceiptPage> {
    return this.api.get(path`/group-message-service/conversations/${conversation}/receipts`, { seq, ...page });
  }

  private async entered(path: string, body: object = {}): Promise<Group> {
    const { group } = await this.api.post<{ group: Group }>(path, body);
    return group;
  }
}
