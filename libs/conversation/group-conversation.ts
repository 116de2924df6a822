const PREFIX = 'g.';

/** The id of a group's conversation. Opaque to clients; `group.conversation` tells it. */
export function groupConversation(group: string): string {
  return PREFIX + group;
}

/** The group of a conversation, or undefined if it is not the id of one. */
export function groupOf(conversation: string): string | undefined {
  return conversation.startsWith(PREFIX) && conversation.length > PREFIX.length ? conversation.slice(PREFIX.length) : undefined;
}
