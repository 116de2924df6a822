import type { Pool } from 'pg';
import { openPool, type Migration } from '#postgres';
import { EventLog, type LogRecord, type PartitionHandler, type Subscription } from './event-log.js';
import { PartitionReader } from './partition-reader.js';
import { PostgresSubscription } from './subscription.postgres.js';

const SCHEMA = 'log';

const MIGRATIONS: readonly Migration[] = [
  {
    name: '0001-log',
    sql: `
      CREATE TABLE topics (topic text PRIMARY KEY, epoch int NOT NULL, partitions int NOT NULL);
      CREATE TABLE partitions (
        topic text NOT NULL, partition int NOT NULL, next_offset bigint NOT NULL, last_at bigint NOT NULL,
        PRIMARY KEY (topic, partition)
      ) WITH (fillfactor = 20);
      CREATE TABLE records (
        topic text NOT NULL, partition int NOT NULL, "offset" bigint NOT NULL, at bigint NOT NULL, payload bytea NOT NULL,
        PRIMARY KEY (topic, partition, "offset")
      );
      ALTER TABLE records ALTER COLUMN payload SET STORAGE EXTERNAL;
      CREATE TABLE commits (
        topic text NOT NULL, consumer text NOT NULL, partition int NOT NULL, "offset" bigint NOT NULL,
        PRIMARY KEY (topic, consumer, partition)
      ) WITH (fillfactor = 20);`,
  },
];

export interface PostgresEventLogOptions {
  url: string;
  topic: string;
  /** How many partitions the topic gets when it is made. */
  partitions: number;
  onError?: (error: Error) => void;
}

/**
 * The log as a Postgres table. Limits: a record is one row, so records should be batches; one append at a time per
 * partition, under a row lock that is held until commit, so that offsets follow commit order (message path, rule 1);
 * appends of this process wake its readers at once, those of another process are seen within `POLL_MS`.
 */
export class PostgresEventLog extends EventLog {
  private readonly readers = new Map<number, PartitionReader>();
  private readonly subscriptions = new Set<PostgresSubscription>();

  private constructor(
    private readonly pool: Pool,
    private readonly topic: string,
    readonly epoch: number,
    readonly partitions: number,
    private readonly onError: (error: Error) => void,
  ) {
    super();
  }

  static async open({ url, topic, partitions, onError = () => undefined }: PostgresEventLogOptions): Promise<PostgresEventLog> {
    const pool = await openPool({ url, schema: SCHEMA, max: 12, onError }, MIGRATIONS);
    try {
      const { epoch, partitions: found } = await requireTopic(pool, topic, partitions);
      return new PostgresEventLog(pool, topic, epoch, found, onError);
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  async append(partition: number, payload: Uint8Array): Promise<{ offset: number; at: number }> {
    const { rows } = await this.pool.query<{ offset: string; at: string }>({
      name: 'log.append',
      text: `
        WITH slot AS (
          UPDATE partitions
          SET next_offset = next_offset + 1, last_at = GREATEST(last_at, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)
          WHERE topic = $1 AND partition = $2
          RETURNING next_offset - 1 AS "offset", last_at AS at
        )
        INSERT INTO records (topic, partition, "offset", at, payload)
        SELECT $1, $2, slot."offset", slot.at, $3 FROM slot
        RETURNING "offset", at`,
      values: [this.topic, partition, payload],
    });
    const [row] = rows;
    if (row === undefined) throw new Error(`the log has no partition ${String(partition)}`);
    const record: LogRecord = { partition, offset: Number(row.offset), at: Number(row.at), payload };
    this.readers.get(partition)?.offer(record);
    return record;
  }

  async ends(): Promise<readonly number[]> {
    const { rows } = await this.pool.query<{ next_offset: string }>({
      name: 'log.ends',
      text: 'SELECT next_offset FROM partitions WHERE topic = $1 ORDER BY partition',
      values: [this.topic],
    });
    return rows.map((row) => Number(row.next_offset));
  }

  async subscribe(group: string, handler: PartitionHandler): Promise<Subscription> {
    const { pool, topic, partitions, readers, onError } = this;
    const subscription = new PostgresSubscription({ pool, topic, group, partitions, handler, readers, onError });
    this.subscriptions.add(subscription);
    await subscription.start();
    return subscription;
  }

  async trim(group: string, olderThanMs: number): Promise<void> {
    await this.pool.query(
      `DELETE FROM records r USING commits c
       WHERE r.topic = $1 AND c.topic = $1 AND c.consumer = $2 AND r.partition = c.partition
         AND r."offset" < c."offset" AND r.at < (extract(epoch FROM clock_timestamp()) * 1000)::bigint - $3::bigint`,
      [this.topic, group, olderThanMs],
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.close()));
    await this.pool.end();
  }
}

/** Makes the topic, or finds how it was made. */
async function requireTopic(pool: Pool, topic: string, partitions: number): Promise<{ epoch: number; partitions: number }> {
  await pool.query('INSERT INTO topics (topic, epoch, partitions) VALUES ($1, 1, $2) ON CONFLICT DO NOTHING', [topic, partitions]);
  const { rows } = await pool.query<{ epoch: number; partitions: number }>('SELECT epoch, partitions FROM topics WHERE topic = $1', [
    topic,
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error(`topic ${topic} has vanished`);
  await pool.query(
    `INSERT INTO partitions (topic, partition, next_offset, last_at)
     SELECT $1, n, 0, 0 FROM generate_series(0, $2::int - 1) n ON CONFLICT DO NOTHING`,
    [topic, row.partitions],
  );
  return row;
}
