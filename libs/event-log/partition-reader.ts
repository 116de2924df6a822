import type { Pool } from 'pg';
import type { LogRecord } from './event-log.js';

/** How often a reader looks for records that another process appended, in milliseconds. */
export const POLL_MS = 250;
const READ_LIMIT = 200;
/** Records kept for a reader that is busy; beyond, it reads them from the table. */
const TAIL_LIMIT = 200;
const RETRY_MS = 200;

export interface PartitionReaderOptions {
  pool: Pool;
  topic: string;
  partition: number;
  /** The first offset to read. */
  from: number;
  process: (records: readonly LogRecord[]) => Promise<void>;
}

/**
 * Reads one partition in order. Records that this process appended are taken from memory when they are the very next;
 * everything else comes from the table, so a gap (another appender, an append of unknown outcome) is never skipped.
 */
export class PartitionReader {
  private next: number;
  private tail: LogRecord[] = [];
  private stopped = false;
  /** Whether the table may hold records that memory does not. */
  private behind = true;
  private wake: () => void = () => undefined;
  private readonly running: Promise<void>;

  constructor(private readonly options: PartitionReaderOptions) {
    this.next = options.from;
    this.running = this.run();
  }

  /** A record that this process has appended. */
  offer(record: LogRecord): void {
    if (this.tail.length < TAIL_LIMIT) this.tail.push(record);
    else this.behind = true;
    this.wake();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
  }

  /** Ends without waiting for the records in hand: the partition may belong to somebody else already. */
  abandon(): void {
    this.stopped = true;
    this.wake();
  }

  private async run(): Promise<void> {
    while (!this.isStopped()) {
      if (this.tail.length > 0) {
        const records = this.takeTail();
        if (records === undefined) this.behind = true;
        else await this.deliver(records);
      } else if (this.behind) {
        await this.catchUp();
      } else {
        await this.idle();
      }
    }
  }

  private isStopped(): boolean {
    return this.stopped;
  }

  private async deliver(records: readonly LogRecord[]): Promise<void> {
    const last = records.at(-1);
    if (last === undefined || this.isStopped()) return;
    this.next = last.offset + 1;
    await this.options.process(records);
  }

  /** What memory holds of the records from `next` on; undefined if the very next one is not among them. */
  private takeTail(): readonly LogRecord[] | undefined {
    const { tail, next } = this;
    this.tail = [];
    const records = tail.filter((record) => record.offset >= next);
    return records.every((record, index) => record.offset === next + index) ? records : undefined;
  }

  private async catchUp(): Promise<void> {
    const records = await this.readTable();
    if (records === undefined) return;
    this.behind = records.length === READ_LIMIT;
    await this.deliver(records);
  }

  /** Waits for an append of this process, or until it is time to look for those of others. */
  private async idle(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.behind = true;
        resolve();
      }, POLL_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => undefined;
  }

  private async readTable(): Promise<readonly LogRecord[] | undefined> {
    const { pool, topic, partition } = this.options;
    try {
      const { rows } = await pool.query<{ offset: string; at: string; payload: Buffer }>({
        name: 'log.read',
        text: `SELECT "offset", at, payload FROM records WHERE topic = $1 AND partition = $2 AND "offset" >= $3 ORDER BY "offset" LIMIT $4`,
        values: [topic, partition, this.next, READ_LIMIT],
      });
      return rows.map((row) => ({ partition, offset: Number(row.offset), at: Number(row.at), payload: row.payload }));
    } catch {
      // The pool has reported the error; an unreadable table is a reason to wait, never to skip.
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      return undefined;
    }
  }
}
