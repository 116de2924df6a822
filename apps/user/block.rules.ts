import { Injectable } from '@nestjs/common';
import type { ListBlocksRequest, ListBlocksResponse } from '#contracts/gen/parley/user/v1/user.js';
import { ParleyError } from '#errors';
import { readPageToken } from '#postgres';
import { BlockPump } from './block.pump.js';
import { BlockStore } from './block.store.js';
import { ProfileRules } from './profile.rules.js';

const PAGE = 50;
// Long enough for a healthy suite to have the block in force by the answer; a sick one is not waited for.
const FELT_AT_ONCE_MS = 1_000;

/** Who may be blocked, and when a block counts: from its commit on it will reach the log of direct messages, whatever fails. */
@Injectable()
export class BlockRules {
  constructor(
    private readonly blocks: BlockStore,
    private readonly pump: BlockPump,
    private readonly profiles: ProfileRules,
  ) {}

  /** Repeated, it changes nothing. */
  async set(blocker: string, blocked: string, active: boolean): Promise<void> {
    if (blocker === blocked) throw new ParleyError('invalid', 'Nobody can block themselves.', { field: 'userId' });
    await this.profiles.byId(blocked, 'userId');
    const version = await this.blocks.set({ blocker, blocked }, active);
    await this.pump.delivered({ blocker, blocked }, { version, withinMs: FELT_AT_ONCE_MS });
  }

  async list(blocker: string, request: ListBlocksRequest): Promise<ListBlocksResponse> {
    const page = await this.blocks.list(blocker, readPageToken(request.pageToken, 'number'), request.limit ?? PAGE);
    return { users: page.rows, nextPageToken: page.nextPageToken };
  }
}
