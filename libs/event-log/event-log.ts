/** A record of the log: opaque bytes at a place that never changes its meaning. */
export interface LogRecord {
  partition: number;
  /** Place in the partition: grows by one or more from record to record, in commit order. */
  offset: number;
  /** When the log accepted it, in milliseconds since the epoch; never smaller than that of the record before. */
  at: number;
  payload: Uint8Array;
}

/** Where a partition stands when somebody comes to own it. */
export interface PartitionBounds {
  /** The first offset that can still be read. */
  first: number;
  /** The offset that the next record will get at the earliest. */
  end: number;
  /** Up to which offset (exclusive) the group has committed; undefined if it never did. */
  committed: number | undefined;
}

/** Who processes the partitions that this process owns. */
export interface PartitionHandler {
  /** This process now owns the partition, and nobody else does. Answers the offset at which reading starts; a rejection refuses the partition, and it is offered again. */
  assign(partition: number, bounds: PartitionBounds): Promise<number>;
  /** The next records in order. Reading goes on when the promise resolves; it must not reject. */
  process(partition: number, records: readonly LogRecord[]): Promise<void>;
  /** Somebody else may own the partition from now on: nothing of it may be delivered any more. */
  revoke(partition: number): void;
}

export interface Subscription {
  /** Everything below `offset` is done with. Durable when resolved; never moves back. */
  commit(partition: number, offset: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * A durable, partitioned, totally ordered log (per partition). Guarantees: a record is durable when `append` resolves;
 * readers see records in commit order, without gaps, each with the same offset for ever; a partition has at most one owner
 * per group. Does not guarantee: that an append whose promise rejected did not happen — its outcome is unknown.
 */
export abstract class EventLog {
  /** Grows when offsets begin anew (log rebuilt, partitions changed); part of every position. */
  abstract readonly epoch: number;
  /** How many partitions there are; fixed within an epoch. */
  abstract readonly partitions: number;
  /** Appends one record. One append at a time may be in flight per partition and caller. Rejects when the outcome is unknown. */
  abstract append(partition: number, payload: Uint8Array): Promise<{ offset: number; at: number }>;
  /** The end of each partition (exclusive): whatever was appended before the call lies below. */
  abstract ends(): Promise<readonly number[]>;
  /** Joins the group that shares out the partitions among its members. */
  abstract subscribe(group: string, handler: PartitionHandler): Promise<Subscription>;
  /** Forgets records that the group has committed and that are older than `olderThanMs`. */
  abstract trim(group: string, olderThanMs: number): Promise<void>;
  abstract close(): Promise<void>;
}
