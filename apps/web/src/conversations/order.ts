import type { ConversationSummary, OutgoingMessage } from '@parley/client';

type ById<T> = Readonly<Record<string, T>>;

/**
 * The conversations by last activity, newest first. What waits to be sent is activity too; a chat that was opened and left without
 * a word is not, and is listed only while it is shown.
 */
export function listOrder(summaries: ById<ConversationSummary>, outgoing: ById<OutgoingMessage>, shown?: string): string[] {
  const waiting = new Map<string, number>();
  for (const { to, createdAt } of Object.values(outgoing)) waiting.set(to.user, Math.max(createdAt, waiting.get(to.user) ?? 0));
  const activity = ({ conversation, user, last }: ConversationSummary) =>
    Math.max(last?.at ?? 0, waiting.get(user) ?? 0) || (conversation === shown ? Infinity : 0);
  return Object.values(summaries)
    .map((summary) => ({ id: summary.conversation, at: activity(summary) }))
    .filter(({ at }) => at > 0)
    .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

/** The former order with what is gone left out and what is new on top: nothing moves under the pointer. */
export function keepOrder(former: readonly string[], current: readonly string[]): string[] {
  const present = new Set(current);
  const known = new Set(former);
  return [...current.filter((id) => !known.has(id)), ...former.filter((id) => present.has(id))];
}
