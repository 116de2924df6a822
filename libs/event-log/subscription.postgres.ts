import type { Pool, PoolClient } from 'pg';
import type { PartitionBounds, PartitionHandler, Subscription } from './event-log.js';
import { PartitionReader } from './partition-reader.js';

/** How often partitions that somebody else owns are asked for, and a broken connection is made again, in milliseconds. */
const CLAIM_MS = 250;

export interface PostgresSubscriptionOptions {
  pool: Pool;
  topic: string;
  group: string;
  partitions: number;
  handler: PartitionHandler;
  /** Where appends of this process find the reader of a partition. */
  readers: Map<number, PartitionReader>;
  onError: (error: Error) => void;
}

/**
 * A member of a group. A partition is owned through an advisory lock of one connection: when that connection breaks, the
 * locks are gone, and every partition is revoked before it is claimed anew.
 */
export class PostgresSubscription implements Subscription {
  private readonly owned = new Map<number, PartitionReader>();
  private lock: PoolClient | undefined;
  private closed = false;
  private wake: () => void = () => undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: PostgresSubscriptionOptions) {}

  async start(): Promise<void> {
    await this.claim();
    this.running = this.keepClaiming();
  }

  async commit(partition: number, offset: number): Promise<void> {
    const { pool, topic, group } = this.options;
    await pool.query({
      name: 'log.commit',
      text: `INSERT INTO commits (topic, consumer, partition, "offset") VALUES ($1, $2, $3, $4)
        ON CONFLICT (topic, consumer, partition) DO UPDATE SET "offset" = EXCLUDED."offset" WHERE commits."offset" < EXCLUDED."offset"`,
      values: [topic, group, partition, offset],
    });
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.wake();
    await this.running;
    const readers = [...this.owned];
    this.owned.clear();
    await Promise.all(readers.map(([, reader]) => reader.stop()));
    for (const [partition] of readers) this.release(partition);
    this.lock?.release(true);
    this.lock = undefined;
  }

  private async claim(): Promise<void> {
    try {
      this.lock ??= await this.connect();
      for (let partition = 0; partition < this.options.partitions; partition++) {
        if (!this.owned.has(partition)) await this.claimOne(this.lock, partition);
      }
    } catch (error) {
      this.options.onError(error instanceof Error ? error : new Error(String(error)));
      this.loseAll();
    }
  }

  /** One claim at a time: two at once would each check out a connection, and one of them would be lost. */
  private async keepClaiming(): Promise<void> {
    for (;;) {
      await this.pause();
      if (this.isClosed()) return;
      await this.claim();
    }
  }

  private isClosed(): boolean {
    return this.closed;
  }

  /** Until the connection breaks or, while partitions are missing, until it is time to ask again. */
  private async pause(): Promise<void> {
    if (this.closed) return;
    await new Promise<void>((resolve) => {
      const complete = this.lock !== undefined && this.owned.size === this.options.partitions;
      const timer = complete ? undefined : setTimeout(resolve, CLAIM_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async connect(): Promise<PoolClient> {
    const client = await this.options.pool.connect();
    client.once('end', () => {
      if (this.lock !== client) return;
      this.loseAll();
      this.wake();
    });
    return client;
  }

  private async claimOne(lock: PoolClient, partition: number): Promise<void> {
    const { topic, group, handler, pool, readers } = this.options;
    const key = [`${topic}/${group}`, partition];
    const claimed = await lock.query<{ held: boolean }>('SELECT pg_try_advisory_lock(hashtext($1), $2) AS held', key);
    if (claimed.rows[0]?.held !== true) return;
    try {
      const from = await handler.assign(partition, await this.bounds(partition));
      if (this.lock !== lock || this.closed) {
        handler.revoke(partition);
        return;
      }
      const reader = new PartitionReader({ pool, topic, partition, from, process: (records) => handler.process(partition, records) });
      this.owned.set(partition, reader);
      readers.set(partition, reader);
    } catch (error) {
      await lock.query('SELECT pg_advisory_unlock(hashtext($1), $2)', key);
      throw error;
    }
  }

  private async bounds(partition: number): Promise<PartitionBounds> {
    const { pool, topic, group } = this.options;
    const { rows } = await pool.query<{ first: string | null; end: string; committed: string | null }>(
      `SELECT (SELECT min("offset") FROM records WHERE topic = $1 AND partition = $2) AS first,
              (SELECT next_offset FROM partitions WHERE topic = $1 AND partition = $2) AS "end",
              (SELECT "offset" FROM commits WHERE topic = $1 AND consumer = $3 AND partition = $2) AS committed`,
      [topic, partition, group],
    );
    const [row] = rows;
    const end = Number(row?.end ?? 0);
    const committed = row?.committed ?? undefined;
    return { first: Number(row?.first ?? end), end, committed: committed === undefined ? undefined : Number(committed) };
  }

  private loseAll(): void {
    const { lock } = this;
    this.lock = undefined;
    lock?.release(true);
    for (const [partition, reader] of this.owned) {
      reader.abandon();
      this.release(partition);
    }
    this.owned.clear();
  }

  private release(partition: number): void {
    this.options.readers.delete(partition);
    this.options.handler.revoke(partition);
  }
}
