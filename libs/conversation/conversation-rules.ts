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
  /** Who takes part by the conversation's own id: the users of a direct conversation, nobody in one of a group. */
  abstract participants(conversation: string): readonly string[];
  /** What a user finds behind a conversation in their list. */
  abstract addressee(conversation: string, user: string): { user: string } | { group: string };
  /** Why `from` may not do this now, or undefined if it is allowed. */
  abstract refusal(head: ConversationHead, command: Command): RefusalReason | undefined;
}
