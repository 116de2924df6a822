import type { Command } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import type { ErrorCode } from '#errors';
import type { ConversationHead } from './conversation-head.js';

/** Why a command is refused. */
export interface RefusalReason {
  code: ErrorCode;
  message: string;
  field?: string;
}

/** What distinguishes kinds of conversation. Every answer is a pure function of its arguments (message path, rule 5). */
export abstract class ConversationRules {
  /** Who takes part. */
  abstract participants(conversation: string): readonly string[];
  /** Why `from` may not do this now, or undefined if it is allowed. */
  abstract refusal(head: ConversationHead, command: Command): RefusalReason | undefined;
}
