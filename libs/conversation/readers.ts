import type { Receipt } from '#contracts/gen/parley/conversation/v1/entry.js';

/** Who may read a conversation, and who is told that one of them has read on. */
export abstract class Readers {
  /** What the user may read. `not_found` for who may read nothing, as if there were no such conversation. */
  abstract entitle(conversation: string, user: string): Promise<Entitlement>;
  /** A cursor has moved. */
  abstract moved(receipt: Receipt, of: CursorMoved): void;
}

/** The first and the last entry that somebody may read as of now; what comes later needs another look. */
export interface Entitlement {
  from: number;
  until: number;
}

export interface CursorMoved {
  /** How many members the group has; 0 in a direct conversation. */
  members: number;
  /** Something was read, not only received. */
  read: boolean;
}
