import { ParleyError } from '#errors';

/**
 * The id of the direct conversation of two users: `d.` and their ids in order, so that either one can tell it without asking.
 * Opaque to clients. Somebody's conversation with themselves holds their id twice.
 */
export function directConversation(a: string, b: string): string {
  return a < b ? `d.${a}.${b}` : `d.${b}.${a}`;
}

/** The two users of a direct conversation, or undefined if it is not the id of one. */
export function usersOf(conversation: string): readonly [string, string] | undefined {
  const [kind, a, b, ...rest] = conversation.split('.');
  if (kind !== 'd' || a === undefined || b === undefined || a === '' || b === '' || a > b || rest.length > 0) return undefined;
  return [a, b];
}

/** The other one of the two; oneself in a conversation with oneself. */
export function otherUser(conversation: string, user: string): string | undefined {
  const users = usersOf(conversation);
  if (users === undefined || !users.includes(user)) return undefined;
  return users[0] === user ? users[1] : users[0];
}

/** The other participant; a conversation of others is not told from one that does not exist. */
export function requireParticipant(conversation: string, user: string): string {
  const other = otherUser(conversation, user);
  if (other === undefined) throw new ParleyError('not_found', 'There is no such conversation.', { field: 'conversation' });
  return other;
}
