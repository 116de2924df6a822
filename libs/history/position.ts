/** The place of a command in the log; with the partition, which follows from the conversation, it never changes its meaning. */
export interface Position {
  epoch: number;
  offset: number;
  /** Place in the record's batch. */
  index: number;
}

/** Greatest number of commands in a record, so that a position fits 63 bits. */
export const MAX_RECORD_COMMANDS = 1 << 14;
const OFFSET_BITS = 41n;
const INDEX_BITS = 14n;

/**
 * A position as one integer of the same order, below 2^63: 8 bits of epoch, 41 of offset, 14 of index. It is the version of
 * everything that the sequencer writes (Cassandra's `USING TIMESTAMP`, Postgres' `WHERE old.position < new.position`).
 */
export function packPosition({ epoch, offset, index }: Position): bigint {
  return (((BigInt(epoch) << OFFSET_BITS) | BigInt(offset)) << INDEX_BITS) | BigInt(index);
}
