import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { User } from '#contracts/gen/parley/user/v1/user.js';
import { type Page, type PageKey, pageOf } from '#postgres';
import { Clock } from '#runtime';
import { profileOf } from './account.store.js';
import { AccountEntity, BlockEntity, BlockOutboxEntity } from './entities.js';
import { UserDatabase } from './user-database.js';

/** One direction between two users. */
export interface BlockPair {
  blocker: string;
  blocked: string;
}

/** Who has blocked whom, and what the log of direct messages has yet to hear of it. */
@Injectable()
export class BlockStore {
  constructor(
    private readonly database: UserDatabase,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes the block active or not, together with its row in the outbox. Answers the version of the last change, which is older if
   * nothing had to change. Versions grow over both directions of two users, whose changes are made one after the other.
   */
  async set(pair: BlockPair, active: boolean): Promise<number> {
    return this.database.transaction(async (manager) => {
      await lockPair(manager, pair);
      const current = await manager.findOneBy(BlockEntity, { ...pair });
      if ((current?.active ?? false) === active) return current?.version ?? 0;
      const reverse = await manager.findOneBy(BlockEntity, { blocker: pair.blocked, blocked: pair.blocker });
      const version = Math.max(current?.version ?? 0, reverse?.version ?? 0) + 1;
      await manager.upsert(BlockEntity, { ...pair, active, version, changedAt: this.clock.now() }, ['blocker', 'blocked']);
      await manager.insert(BlockOutboxEntity, { ...pair, version, active });
      return version;
    });
  }

  /** Whom the user has blocked, the latest first. */
  async list(blocker: string, after: PageKey<number> | undefined, limit: number): Promise<Page<User>> {
    const query = this.database.manager
      .createQueryBuilder(BlockEntity, 'block')
      .innerJoinAndMapOne('block.account', AccountEntity, 'account', 'account.id = block.blocked')
      .where('block.blocker = :blocker AND block.active', { blocker })
      .orderBy('block.changedAt', 'DESC')
      .addOrderBy('block.blocked')
      .limit(limit + 1);
    if (after !== undefined) query.andWhere('(block.changedAt < :key OR (block.changedAt = :key AND block.blocked > :id))', after);
    const rows = (await query.getMany()) as (BlockEntity & { account: AccountEntity })[];
    const page = pageOf(rows, limit, (row) => ({ key: row.changedAt, id: row.blocked }));
    return { ...page, rows: page.rows.map((row) => profileOf(row.account)) };
  }

  /** Those of `others` with whom the user has a block, in either direction. */
  async among(user: string, others: readonly string[]): Promise<string[]> {
    const rows = await this.database.manager.query<{ other: string }[]>(
      `SELECT blocked AS other FROM blocks WHERE blocker = $1 AND blocked = ANY ($2) AND active
       UNION
       SELECT blocker FROM blocks WHERE blocked = $1 AND blocker = ANY ($2) AND active`,
      [user, others],
    );
    return rows.map((row) => row.other);
  }
}

/** Until the end of the transaction. By both users together, also when no row exists to be locked yet. */
async function lockPair(manager: EntityManager, { blocker, blocked }: BlockPair): Promise<void> {
  const pair = [blocker, blocked].sort().join(' ');
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`parley.user.block ${pair}`]);
}
