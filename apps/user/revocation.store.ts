import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ListRevocationsResponse } from '#contracts/gen/parley/user/internal/v1/user_internal.js';
import { Clock } from '#runtime';
import { ACCESS_TOKEN_MS, SKEW_MS } from './lifetimes.js';
import { UserDatabase } from './user-database.js';

const PAGE = 10_000;
const KEPT_MS = 7 * 24 * 3_600_000;

/** Which devices were signed out, in an order that readers can follow without missing one. */
@Injectable()
export class RevocationStore {
  constructor(
    private readonly database: UserDatabase,
    private readonly clock: Clock,
  ) {}

  /**
   * Notes the devices in the caller's transaction, as its last lock. A sequence would not do: 8 may commit before 7, and a reader
   * that has passed 8 would never see 7. The head row stays locked until commit, so positions appear in their order.
   */
  async add(manager: EntityManager, devices: readonly string[]): Promise<void> {
    if (devices.length === 0) return;
    await manager.query(
      `WITH head AS (UPDATE revocation_head SET position = position + cardinality($1::text[]) RETURNING position)
       INSERT INTO revocations (position, device_id, revoked_at)
       SELECT head.position - cardinality($1::text[]) + gone.place, gone.id, $2
       FROM head, unnest($1::text[]) WITH ORDINALITY AS gone (id, place)`,
      [devices, this.clock.now()],
    );
  }

  /** Those after the cursor. One that is 0, or was given out by a database that is gone, starts at the oldest living access token. */
  async list(cursor: number): Promise<ListRevocationsResponse> {
    const rows = await this.database.manager.query<{ head: string; position: string | null; device_id: string | null }[]>(
      `SELECT head.position AS head, revoked.position, revoked.device_id
       FROM revocation_head head LEFT JOIN LATERAL (
         SELECT position, device_id FROM revocations
         WHERE position > CASE WHEN $1::bigint BETWEEN 1 AND head.position THEN $1::bigint
           ELSE coalesce((SELECT min(position) - 1 FROM revocations WHERE revoked_at >= $2), head.position) END
         ORDER BY position LIMIT $3
       ) revoked ON true
       ORDER BY revoked.position`,
      [cursor, this.clock.now() - ACCESS_TOKEN_MS - SKEW_MS, PAGE],
    );
    const devices = rows.flatMap((row) => row.device_id ?? []);
    const last = devices.length < PAGE ? rows[0]?.head : rows.at(-1)?.position;
    return { devices, cursor: Number(last ?? cursor) };
  }

  /** Forgets those whose access tokens expired long ago. */
  async forgetOld(): Promise<void> {
    await this.database.manager.query('DELETE FROM revocations WHERE revoked_at < $1', [this.clock.now() - KEPT_MS]);
  }
}
