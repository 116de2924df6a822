import type { Command } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import { ConversationRules, groupOf, type ConversationHead, type RefusalReason } from '#conversation';

/** Conversations of groups: members write, as the order of their joining and leaving has it. */
export class GroupRules extends ConversationRules {
  participants(): readonly string[] {
    return [];
  }

  addressee(conversation: string): { group: string } {
    return { group: groupOf(conversation) ?? '' };
  }

  refusal(head: ConversationHead, command: Command): RefusalReason | undefined {
    if (head.members.has(command.from)) return undefined;
    return { code: 'not_found', message: 'There is no such group, or you are not a member of it.', field: 'to.group' };
  }
}
