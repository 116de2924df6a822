import { Injectable } from '@nestjs/common';
import { type Page, type PageKey, pageOf } from '#postgres';
import { Clock, isId, newCode } from '#runtime';
import { GroupEntity, InviteEntity, MemberEntity } from './entities.js';
import { ROLES } from './group-change.js';
import { isGood, noSuchGroup, requireRole } from './group.decisions.js';
import { GroupDatabase } from './group-database.js';

/** A member who repeats what they have accepted by an invitation that has expired since is still answered, for a day. */
const KEPT_MS = 24 * 3_600_000;

export interface NewInvite extends Pick<InviteEntity, 'groupId' | 'createdBy' | 'maxUses'> {
  /** 0: it does not expire. */
  expiresInMs: number;
}

/** Invitations into groups. The code itself is kept, because those who manage a group can list its links. */
@Injectable()
export class InviteStore {
  constructor(
    private readonly database: GroupDatabase,
    private readonly clock: Clock,
  ) {}

  /** The right of the one who makes it is looked at in the same transaction: throws `not_found` or `forbidden`. */
  async create({ groupId, createdBy, expiresInMs, maxUses }: NewInvite): Promise<InviteEntity> {
    return this.database.transaction(async (manager) => {
      const group = await manager.findOne(GroupEntity, { where: { id: groupId }, lock: { mode: 'pessimistic_read' } });
      if (group === null) throw noSuchGroup('id');
      const member = await manager.findOneBy(MemberEntity, { groupId, userId: createdBy });
      requireRole(group, ROLES[member?.rank ?? -1], 'admin');
      const now = this.clock.now();
      await manager.query('DELETE FROM invites WHERE group_id = $1 AND expires_at < $2', [groupId, now - KEPT_MS]);
      const expiresAt = expiresInMs === 0 ? null : now + expiresInMs;
      const invite = manager.create(InviteEntity, { code: newCode(), groupId, createdBy, createdAt: now, expiresAt, maxUses, uses: 0 });
      await manager.insert(InviteEntity, invite);
      return invite;
    });
  }

  async byCode(code: string): Promise<InviteEntity | undefined> {
    return isId(code) ? ((await this.database.manager.findOneBy(InviteEntity, { code })) ?? undefined) : undefined;
  }

  async goodByCode(code: string): Promise<InviteEntity | undefined> {
    const invite = await this.byCode(code);
    return invite !== undefined && isGood(invite, this.clock.now()) ? invite : undefined;
  }

  /** Those of the group that are still good, the newest first. */
  async list(groupId: string, after: PageKey<number> | undefined, limit: number): Promise<Page<InviteEntity>> {
    const query = this.database.manager
      .createQueryBuilder(InviteEntity, 'i')
      .where('i.groupId = :groupId', { groupId })
      .andWhere('(i.expiresAt IS NULL OR i.expiresAt > :now) AND (i.maxUses IS NULL OR i.uses < i.maxUses)', { now: this.clock.now() })
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
