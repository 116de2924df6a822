import { Injectable } from '@nestjs/common';
import { type Page, type PageKey, pageOf } from '#postgres';
import { isId, newCode } from '#runtime';
import { GroupEntity, InviteEntity } from './entities.js';
import type { Openness } from './group.decisions.js';
import { GroupDatabase } from './group-database.js';

/** A member who repeats what they have accepted by an invitation that has expired since is still answered, for a day. */
const KEPT_MS = 24 * 3_600_000;

export type NewInvite = Pick<InviteEntity, 'groupId' | 'createdBy' | 'createdAt' | 'expiresAt' | 'maxUses'>;

/** Invitations into groups. The code itself is kept, because those who manage a group can list its links. */
@Injectable()
export class InviteStore {
  constructor(private readonly database: GroupDatabase) {}

  /** `undefined` if the group has been deleted meanwhile. */
  async create(invite: NewInvite): Promise<InviteEntity | undefined> {
    return this.database.transaction(async (manager) => {
      const group: Openness | null = await manager.findOne(GroupEntity, {
        where: { id: invite.groupId },
        lock: { mode: 'pessimistic_read' },
      });
      if (group === null || group.deleted) return undefined;
      await manager.query('DELETE FROM invites WHERE group_id = $1 AND expires_at < $2', [invite.groupId, invite.createdAt - KEPT_MS]);
      const row = { ...invite, code: newCode(), uses: 0 };
      await manager.insert(InviteEntity, row);
      return row;
    });
  }

  async byCode(code: string): Promise<InviteEntity | undefined> {
    return isId(code) ? ((await this.database.manager.findOneBy(InviteEntity, { code })) ?? undefined) : undefined;
  }

  /** Those of the group that are still good, the newest first. */
  async good(
    groupId: string,
    { now, after, limit }: { now: number; after: PageKey<number> | undefined; limit: number },
  ): Promise<Page<InviteEntity>> {
    const query = this.database.manager
      .createQueryBuilder(InviteEntity, 'i')
      .where('i.groupId = :groupId', { groupId })
      .andWhere('(i.expiresAt IS NULL OR i.expiresAt > :now) AND (i.maxUses IS NULL OR i.uses < i.maxUses)', { now })
      .orderBy('i.createdAt', 'DESC')
      .addOrderBy('i.code')
      .limit(limit + 1);
    if (after !== undefined) query.andWhere('(i.createdAt < :key OR (i.createdAt = :key AND i.code > :id))', after);
    return pageOf(await query.getMany(), limit, ({ createdAt, code }) => ({ key: createdAt, id: code }));
  }

  /** Whoever is accepting it at this moment is waited for. */
  async revoke(groupId: string, code: string): Promise<void> {
    if (isId(code)) await this.database.manager.delete(InviteEntity, { groupId, code });
  }
}
