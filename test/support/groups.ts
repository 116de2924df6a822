import type {
  ConversationSummary,
  Entry,
  Group,
  GroupInvite,
  GroupRole,
  Member,
  NewGroup,
  ReceiptPage,
} from '../../libs/client/src/index.js';
import type { Account } from './account.js';

/** Calls as an account; they throw unless they are answered with 200. */
interface Calls {
  get<Body>(account: Account, path: string): Promise<Body>;
  post<Body>(account: Account, path: string, body: object): Promise<Body>;
  as<Body>(account: Account, call: string, body?: object): Promise<Body>;
}

/** What accounts do with groups over REST; everything throws unless it is answered with 200. */
export class Groups {
  constructor(private readonly api: Calls) {}

  async create(
    owner: Account,
    { members = [], ...request }: Omit<Partial<NewGroup>, 'members'> & { members?: Account[] } = {},
  ): Promise<Group> {
    const body = { name: 'Some group', ...request, members: members.map(({ id }) => id) };
    const { group } = await this.api.post<{ group: Group }>(owner, '/group-service/groups', body);
    return group;
  }

  get(caller: Account, group: Group): Promise<Group> {
    return this.api.get(caller, pathOf(group));
  }

  update(caller: Account, group: Group, change: object): Promise<Group> {
    return this.api.as(caller, `PATCH ${pathOf(group)}`, change);
  }

  async delete(caller: Account, group: Group): Promise<void> {
    await this.api.as(caller, `DELETE ${pathOf(group)}`);
  }

  async add(caller: Account, group: Group, ...users: Account[]): Promise<string[]> {
    const userIds = users.map(({ id }) => id);
    return (await this.api.post<{ added: string[] }>(caller, `${pathOf(group)}/members`, { userIds })).added;
  }

  async remove(caller: Account, group: Group, user: Account): Promise<void> {
    await this.api.as(caller, `DELETE ${pathOf(group)}/members/${user.id}`);
  }

  async setRole(caller: Account, group: Group, { user, role }: { user: Account; role: GroupRole }): Promise<void> {
    await this.api.as(caller, `PATCH ${pathOf(group)}/members/${user.id}`, { role });
  }

  async join(caller: Account, group: Group): Promise<Group> {
    return (await this.api.post<{ group: Group }>(caller, `${pathOf(group)}/join`, {})).group;
  }

  async leave(caller: Account, group: Group): Promise<void> {
    await this.api.post(caller, `${pathOf(group)}/leave`, {});
  }

  invite(caller: Account, group: Group, request: object = {}): Promise<GroupInvite> {
    return this.api.post(caller, `${pathOf(group)}/invites`, request);
  }

  /** All members, page by page. */
  async members(caller: Account, group: Group): Promise<Member[]> {
    const all: Member[] = [];
    for (let token = '', first = true; first || token !== ''; first = false) {
      const query = `?limit=200&pageToken=${encodeURIComponent(token)}`;
      const page = await this.api.get<{ members: Member[]; nextPageToken: string }>(caller, `${pathOf(group)}/members${query}`);
      all.push(...page.members);
      token = page.nextPageToken;
    }
    return all;
  }

  entries(caller: Account, { conversation }: Group, query = ''): Promise<{ entries: Entry[]; more: boolean }> {
    return this.api.get(caller, `/group-message-service/conversations/${conversation}/entries${query}`);
  }

  /** Everything that the caller may read, page by page. */
  async story(caller: Account, group: Group): Promise<Entry[]> {
    const all: Entry[] = [];
    for (let more = true; more;) {
      const page = await this.entries(caller, group, `?limit=200&after=${String(all.at(-1)?.seq ?? 0)}`);
      all.push(...page.entries);
      more = page.more;
    }
    return all;
  }

  async summaries(caller: Account): Promise<ConversationSummary[]> {
    const { conversations } = await this.api.get<{ conversations: ConversationSummary[] }>(caller, '/group-message-service/conversations');
    return conversations;
  }

  async summary(caller: Account, { id }: Group): Promise<ConversationSummary | undefined> {
    return (await this.summaries(caller)).find((summary) => summary.group === id);
  }

  receipts(caller: Account, { conversation }: Group, query: string): Promise<ReceiptPage> {
    return this.api.get(caller, `/group-message-service/conversations/${conversation}/receipts${query}`);
  }
}

export function pathOf({ id }: Pick<Group, 'id'>): string {
  return `/group-service/groups/${id}`;
}
