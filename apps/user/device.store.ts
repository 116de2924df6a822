import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Page, type PageKey, pageOf } from '#postgres';
import { Clock, isId, newId } from '#runtime';
import { DeviceEntity } from './entities.js';
import { GRACE_MS, REFRESH_TOKEN_MS } from './lifetimes.js';
import { formatRefreshToken, newRefreshToken, parseRefreshToken, sha256 } from './refresh-token.js';
import { RevocationStore } from './revocation.store.js';
import { UserDatabase } from './user-database.js';

// So many tabs may refresh with the same token at once.
const MAX_SIBLINGS = 16;

export interface SignedInDevice {
  id: string;
  userId: string;
  refreshToken: string;
}

export type Exchange =
  | ({ outcome: 'exchanged' } & SignedInDevice)
  /** The token was exchanged before: its device is now revoked. */
  | { outcome: 'reused' }
  /** Nobody holds it, or no longer. */
  | { outcome: 'unknown' }
  /** Answered too often in too short a time; nothing has changed. */
  | { outcome: 'busy' };

/** Devices and their refresh tokens. */
@Injectable()
export class DeviceStore {
  constructor(
    private readonly database: UserDatabase,
    private readonly revocations: RevocationStore,
    private readonly clock: Clock,
  ) {}

  /** Signs the user in on a new device; `undefined` if the password has changed since it was checked. */
  async open({ userId, passwordHash, name }: { userId: string; passwordHash: string; name: string }): Promise<SignedInDevice | undefined> {
    return this.database.transaction(async (manager) => {
      const unchanged = await manager.query<unknown[]>('SELECT 1 FROM accounts WHERE id = $1 AND password_hash = $2 FOR SHARE', [
        userId,
        passwordHash,
      ]);
      return unchanged.length === 0 ? undefined : this.insert(manager, userId, name);
    });
  }

  async insert(manager: EntityManager, userId: string, name: string): Promise<SignedInDevice> {
    const now = this.clock.now();
    const token = newRefreshToken();
    const id = newId(now);
    await manager.insert(DeviceEntity, {
      id,
      userId,
      name,
      createdAt: now,
      lastUsedAt: now,
      expiresAt: now + REFRESH_TOKEN_MS,
      familyHash: sha256(token.family),
      currentHashes: [sha256(token.secret)],
      exchangedHash: null,
      exchangedAt: null,
    });
    return { id, userId, refreshToken: formatRefreshToken(token) };
  }

  /**
   * Exchanges a token for its successor. Exchanges of one device happen one after the other.
   *
   * A token may be exchanged once. For a short time the token exchanged *last* is answered again, with a further successor: two tabs
   * refreshed at once, or the answer was lost. All successors of one token are siblings, and the first of them to be exchanged
   * ends the others, because the grace belongs to that one token and not to its siblings. So when a thief and the owner
   * have split a token within the grace, whoever comes second at the next exchange presents a token that is neither current
   * nor the one exchanged last: that is reuse, and the device is revoked. No timing keeps two lines of tokens alive.
   */
  async exchange(text: string): Promise<Exchange> {
    const token = parseRefreshToken(text);
    if (token === undefined) return { outcome: 'unknown' };
    return this.database.transaction(async (manager) => {
      const device = await this.lockFamily(manager, token.family);
      if (device === undefined) return { outcome: 'unknown' };
      const secretHash = sha256(token.secret);
      const successor = newRefreshToken(token.family);
      const next = this.succeed(device, secretHash, sha256(successor.secret));
      if (next === 'reused') await this.remove(manager, [device.id]);
      if (typeof next === 'string') return { outcome: next };
      await manager.update(DeviceEntity, device.id, next);
      return { outcome: 'exchanged', id: device.id, userId: device.userId, refreshToken: formatRefreshToken(successor) };
    });
  }

  /** Signs out the device that the token belongs or belonged to. Holding any of its tokens is enough for that. */
  async revokeByToken(text: string): Promise<void> {
    const token = parseRefreshToken(text);
    if (token === undefined) return;
    await this.database.transaction(async (manager) => {
      const device = await this.lockFamily(manager, token.family);
      if (device !== undefined) await this.remove(manager, [device.id]);
    });
  }

  /** False if the user has no such device. */
  async revoke(userId: string, id: string): Promise<boolean> {
    if (!isId(id)) return false;
    return this.database.transaction(async (manager) => (await this.revokeWhere(manager, 'user_id = $1 AND id = $2', [userId, id])) > 0);
  }

  /** In the caller's transaction: signs out every device of the user but one. */
  async revokeOthers(manager: EntityManager, userId: string, kept: string | undefined): Promise<void> {
    await this.revokeWhere(manager, 'user_id = $1 AND id <> $2', [userId, kept ?? '']);
  }

  /** Signs out what has not refreshed for the life of a refresh token. */
  async revokeExpired(): Promise<void> {
    await this.database.transaction((manager) => this.revokeWhere(manager, 'expires_at <= $1', [this.clock.now()]));
  }

  /** The newest sign-in first. */
  async list(userId: string, after: PageKey<number> | undefined, limit: number): Promise<Page<DeviceEntity>> {
    const query = this.database.manager
      .createQueryBuilder(DeviceEntity, 'device')
      .where('device.userId = :userId AND device.expiresAt > :now', { userId, now: this.clock.now() })
      .orderBy('device.createdAt', 'DESC')
      .addOrderBy('device.id')
      .limit(limit + 1);
    if (after !== undefined) query.andWhere('(device.createdAt < :key OR (device.createdAt = :key AND device.id > :id))', after);
    return pageOf(await query.getMany(), limit, (device) => ({ key: device.createdAt, id: device.id }));
  }

  private async lockFamily(manager: EntityManager, family: string): Promise<DeviceEntity | undefined> {
    const device = await manager.findOne(DeviceEntity, { where: { familyHash: sha256(family) }, lock: { mode: 'pessimistic_write' } });
    return device !== null && device.expiresAt > this.clock.now() ? device : undefined;
  }

  /** What the device becomes when the token with the hash `presented` is exchanged for `successor`. */
  private succeed(device: DeviceEntity, presented: string, successor: string): Partial<DeviceEntity> | 'reused' | 'busy' {
    const now = this.clock.now();
    const used = { lastUsedAt: now, expiresAt: now + REFRESH_TOKEN_MS };
    if (device.currentHashes.includes(presented)) {
      return { ...used, currentHashes: [successor], exchangedHash: presented, exchangedAt: now };
    }
    if (device.exchangedHash !== presented || now - (device.exchangedAt ?? 0) >= GRACE_MS) return 'reused';
    return device.currentHashes.length >= MAX_SIBLINGS ? 'busy' : { ...used, currentHashes: [...device.currentHashes, successor] };
  }

  /** Locks in the order of ids, so that two who revoke the same devices do not wait for each other. */
  private async revokeWhere(manager: EntityManager, condition: string, values: unknown[]): Promise<number> {
    const rows = await manager.query<{ id: string }[]>(`SELECT id FROM devices WHERE ${condition} ORDER BY id FOR UPDATE`, values);
    await this.remove(
      manager,
      rows.map((row) => row.id),
    );
    return rows.length;
  }

  private async remove(manager: EntityManager, ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    await manager.delete(DeviceEntity, ids);
    await this.revocations.add(manager, ids);
  }
}
