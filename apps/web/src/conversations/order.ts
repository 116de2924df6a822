import type { ConversationSummary, OutgoingMessage } from '@parley/client';

type ById<T> = Readonly<Record<string, T>>;

export interface OrderInput {
  summaries: ById<ConversationSummary>;
  outgoing: ById<OutgoingMessage>;
  /** Groups that the user is no member of any more. */
  ended?: ById<unknown>;
  /** The conversation on the screen. */
  shown?: string | undefined;
}

/**
 * The conversations by last activity, newest first. What waits to be sent is activity too; a chat that was opened and left without
 * a word is not, and is listed only while it is shown.
 */
export function listOrder({ summaries, outgoing, ended = {}, shown }: OrderInput): string[] {
  const waiting = new Map<string, number>();
  for (const { to, createdAt } of Object.values(outgoing)) {
    const peer = peerOf(to);
    waiting.set(peer, Math.max(createdAt, waiting.get(peer) ?? 0));
  }
  const activity = (summary: ConversationSummary) =>
    Math.max(summary.at, waiting.get(peerOf(summary)) ?? 0) || (summary.conversation === shown ? Infinity : 0);
  return Object.values(summaries)
    .filter(({ conversation }) => !(conversation in ended))
    .map((summary) => ({ id: summary.conversation, at: activity(summary) }))
    .filter(({ at }) => at > 0)
    .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

/** The other user, or the group. */
function peerOf({ user, group }: { user?: string | undefined; group?: string | undefined }): string {
  return group ?? user ?? '';
}

/** The former order with what is gone left out and what is new on top: nothing moves under the pointer. */
export function keepOrder(former: readonly string[], current: readonly string[]): string[] {
  const present = new Set(current);
  const known = new Set(former);
  return [...current.filter((id) => !known.has(id)), ...former.filter((id) => present.has(id))];
}
