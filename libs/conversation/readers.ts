import type { Receipt } from '#contracts/gen/parley/conversation/v1/entry.js';

/** Who may read a conversation, and who is told that one of them has read on. */
export abstract class Readers {
  /** The `seq` of the first entry that the user may read. `not_found` for who may read nothing, as if there were no such conversation. */
  abstract entitle(conversation: string, user: string): Promise<number>;
  /** A cursor has moved. */
  abstract moved(receipt: Receipt, of: CursorMoved): void;
}

export interface CursorMoved {
  /** How many members the group has; 0 in a direct conversation. */
  members: number;
  /** Something was read, not only received. */
  read: boolean;
}
