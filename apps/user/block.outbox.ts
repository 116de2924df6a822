import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { BlockPair } from './block.store.js';
import { UserDatabase } from './user-database.js';

const BATCH = 32;

export interface BlockChange extends BlockPair {
  version: number;
  active: boolean;
  attempts: number;
}

interface OutboxRow {
  blocker: string;
  blocked: string;
  version: string;
  active: boolean;
  attempts: number;
}

/** The changes of blocks that wait to be told to others. */
@Injectable()
export class BlockOutbox {
  constructor(private readonly database: UserDatabase) {}

  /**
   * Takes what is due, lets `deliver` try it, and deletes what was delivered. The rows stay locked meanwhile: another instance takes
   * others, and when a process dies the database frees them at once. Only the oldest change of a pair is taken, so a pair's
   * changes go out in order. A crash after the delivery repeats it with the same version, which changes nothing.
   * Answers how many were taken.
   */
  async pump(deliver: (change: BlockChange) => Promise<boolean>, backOff: (attempts: number) => number): Promise<number> {
    return this.database.transaction(async (manager) => {
      const changes = await this.take(manager);
      await Promise.all(
        changes.map(async (change) => {
          const delivered = await deliver(change);
          await (delivered ? this.remove(manager, change) : this.postpone(manager, change, backOff(change.attempts)));
        }),
      );
      return changes.length;
    });
  }

  private async take(manager: EntityManager): Promise<BlockChange[]> {
    const rows = await manager.query<OutboxRow[]>(
      `SELECT blocker, blocked, version, active, attempts FROM block_outbox o
       WHERE due_at <= now() AND NOT EXISTS (
         SELECT 1 FROM block_outbox e WHERE e.blocker = o.blocker AND e.blocked = o.blocked AND e.version < o.version)
       ORDER BY due_at LIMIT ${String(BATCH)} FOR UPDATE SKIP LOCKED`,
    );
    return rows.map((row) => ({ ...row, version: Number(row.version) }));
  }

  private async remove(manager: EntityManager, { blocker, blocked, version }: BlockChange): Promise<void> {
    await manager.query('DELETE FROM block_outbox WHERE blocker = $1 AND blocked = $2 AND version = $3', [blocker, blocked, version]);
  }

  private async postpone(manager: EntityManager, { blocker, blocked, version }: BlockChange, delayMs: number): Promise<void> {
    await manager.query(
      `UPDATE block_outbox SET attempts = attempts + 1, due_at = clock_timestamp() + $4 * interval '1 millisecond'
       WHERE blocker = $1 AND blocked = $2 AND version = $3`,
      [blocker, blocked, version, delayMs],
    );
  }

  /** Whether a change of the pair up to the version still waits. */
  async holds({ blocker, blocked }: BlockPair, version: number): Promise<boolean> {
    const rows = await this.database.manager.query<unknown[]>(
      'SELECT 1 FROM block_outbox WHERE blocker = $1 AND blocked = $2 AND version <= $3 LIMIT 1',
      [blocker, blocked, version],
    );
    return rows.length > 0;
  }
}
