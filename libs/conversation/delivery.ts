import type { Delivery } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';

/** A delivery in which only what is said is set. */
export function deliveryOf(said: Partial<Delivery>): Delivery {
  return { session: '', users: [], members: false, memberships: [], ...said };
}

/** The conversation in which something happened. */
export function conversationOf({ entry, receipt, typing, counts }: Delivery): string {
  return (entry ?? receipt ?? typing ?? counts)?.conversation ?? '';
}

/** The group's conversation of which somebody becomes a member, if that is what happened. */
export function joinedIn(delivery: Delivery): string | undefined {
  return delivery.members && delivery.memberships.some(({ from }) => from > 0) ? conversationOf(delivery) : undefined;
}
