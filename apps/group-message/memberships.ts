import { Injectable } from '@nestjs/common';
import type {
  ListBehindRequest,
  ListBehindResponse,
  ListMembershipsResponse,
} from '#contracts/gen/parley/group_message/internal/v1/group_message_internal.js';
import { MessagePath, READ_WAIT_MS } from '#conversation';
import { History } from '#history';

/** Where users are members, and where they are behind. */
@Injectable()
export class Memberships {
  constructor(
    private readonly path: MessagePath,
    private readonly history: History,
  ) {}

  /** As of everything that was in the log when the call was made (message path, rule 14). */
  async list(users: readonly string[]): Promise<ListMembershipsResponse> {
    await this.path.fence.pass(READ_WAIT_MS);
    const found = new Map(
      users.map((user) => [user, { user, memberships: [] as ListMembershipsResponse['users'][number]['memberships'] }]),
    );
    for (const { user, conversation, from, seq } of await this.history.memberships(users)) {
      found.get(user)?.memberships.push({ conversation, from, seq });
    }
    return { users: [...found.values()] };
  }

  async behind({ user, after, limit }: ListBehindRequest): Promise<ListBehindResponse> {
    await this.path.fence.pass(READ_WAIT_MS);
    return { conversations: await this.history.behind(user, { after, limit }) };
  }
}
