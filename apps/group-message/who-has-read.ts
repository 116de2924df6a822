import { Injectable } from '@nestjs/common';
import type { ListReceiptsRequest, ListReceiptsResponse } from '#contracts/gen/parley/group_message/v1/group_message.js';
import { MessagePath } from '#conversation';
import { ParleyError } from '#errors';
import { History } from '#history';

const DEFAULT_LIMIT = 100;

/** Who has received and read an entry of a group. */
@Injectable()
export class WhoHasRead {
  constructor(
    private readonly path: MessagePath,
    private readonly history: History,
  ) {}

  /** Any member who may read the entry may ask. */
  async list(
    user: string,
    { conversation, seq, pageToken = '', limit = DEFAULT_LIMIT }: ListReceiptsRequest,
  ): Promise<ListReceiptsResponse> {
    const entitlement = await this.path.conversations.entitle(user, conversation);
    const { entries } = await this.history.page({ conversation, ...entitlement, before: seq + 1, after: seq - 1, limit: 1 });
    const [entry] = entries;
    if (entry === undefined) throw new ParleyError('not_found', 'There is no such entry.', { field: 'seq' });
    const found = await this.history.receipts({ conversation, seq, after: readPageToken(pageToken), limit: limit + 1 });
    const [counts] = await this.history.countReceipts(conversation, [entry]);
    const page = found.slice(0, limit);
    const next = found.length > limit ? page.at(-1)?.user : undefined;
    return {
      receipts: page.filter((receipt) => receipt.user !== entry.from),
      nextPageToken: next === undefined ? '' : Buffer.from(next).toString('base64url'),
      received: counts?.received ?? 0,
      read: counts?.read ?? 0,
    };
  }
}

/** The user after whom the page begins. */
function readPageToken(token: string): string {
  const user = Buffer.from(token, 'base64url').toString();
  if (Buffer.from(user).toString('base64url') === token && !user.includes('\0')) return user;
  throw new ParleyError('invalid', 'This is not a page token of this list.', { field: 'pageToken' });
}
