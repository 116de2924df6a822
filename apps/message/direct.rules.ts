import type { Command } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import { ConversationRules, type ConversationHead, type RefusalReason } from '#conversation';
import { otherUser, usersOf } from './direct-conversation.js';

/** Direct conversations: two users, either of whom may block the other. */
export class DirectRules extends ConversationRules {
  participants(conversation: string): readonly string[] {
    return [...new Set(usersOf(conversation) ?? [])];
  }

  addressee(conversation: string, user: string): { user: string } {
    return { user: otherUser(conversation, user) ?? '' };
  }

  refusal(head: ConversationHead, command: Command): RefusalReason | undefined {
    if (!head.participants.includes(command.from)) return { code: 'not_found', message: 'There is no such conversation.', field: 'to' };
    for (const [blocker, { blocked }] of head.blocks) {
      if (!blocked) continue;
      const message =
        blocker === command.from ? 'You have blocked this user; unblock them first.' : 'This user does not take messages from you.';
      return { code: 'forbidden', message, field: 'to.user' };
    }
    return undefined;
  }
}
