import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Page, type PageKey, pageOf } from '#postgres';
import { Clock, isId, newCode } from '#runtime';
import { InviteEntity } from './entities.js';
import { UserDatabase } from './user-database.js';

const GOOD = 'i.expiresAt > :now AND i.uses < i.maxUses';

/** Invitations to register. The code itself is kept, because whoever has made it can list its link. */
@Injectable()
export class InviteStore {
  constructor(
    private readonly database: UserDatabase,
    private readonly clock: Clock,
  ) {}

  async create(createdBy: string, { expiresInMs, maxUses }: { expiresInMs: number; maxUses: number }): Promise<InviteEntity> {
    const now = this.clock.now();
    const made = { code: newCode(), createdBy, createdAt: now, expiresAt: now + expiresInMs, maxUses, uses: 0 };
    const invite = this.database.manager.create(InviteEntity, made);
    await this.database.manager.insert(InviteEntity, invite);
    return invite;
  }

  async isGood(code: string): Promise<boolean> {
    if (!isId(code)) return false;
    return this.database.manager
      .createQueryBuilder(InviteEntity, 'i')
      .where('i.code = :code', { code })
      .andWhere(GOOD, { now: this.clock.now() })
      .getExists();
  }

  /** False if it is not, or no longer, good. Nobody else can have its last use until the end of the transaction. */
  async use(manager: EntityManager, code: string): Promise<boolean> {
    const [rows] = await manager.query<[unknown[], number]>(
      'UPDATE invites SET uses = uses + 1 WHERE code = $1 AND uses < max_uses AND expires_at > $2 RETURNING code',
      [code, this.clock.now()],
    );
    return rows.length > 0;
  }

  /** Those of a user that are still good, the newest first. */
  async list(user: string, after: PageKey<number> | undefined, limit: number): Promise<Page<InviteEntity>> {
    const query = this.database.manager
      .createQueryBuilder(InviteEntity, 'i')
      .where('i.createdBy = :user', { user })
      .andWhere(GOOD, { now: this.clock.now() })
      .orderBy('i.createdAt', 'DESC')
      .addOrderBy('i.code')
      .limit(limit + 1);
    if (after !== undefined) query.andWhere('(i.createdAt < :key OR (i.createdAt = :key AND i.code > :id))', after);
    return pageOf(await query.getMany(), limit, ({ createdAt, code }) => ({ key: createdAt, id: code }));
  }

  async revoke(createdBy: string, code: string): Promise<void> {
    if (isId(code)) await this.database.manager.delete(InviteEntity, { createdBy, code });
  }

  async forgetOld(): Promise<void> {
    await this.database.manager.query('DELETE FROM invites WHERE expires_at < $1', [this.clock.now()]);
  }
}
