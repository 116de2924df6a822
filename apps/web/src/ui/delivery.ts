import { deliveryState, type OutgoingState, type Receipt } from '@parley/client';

export type Delivery = OutgoingState;

/** How far one's own message has come: as the outbox says, or from its place and the other's receipt. */
export function deliveryOf(from: OutgoingState | number, receipt?: Receipt): Delivery {
  return typeof from === 'number' ? deliveryState(from, receipt) : from;
}

export const DELIVERY_WORDS: Record<Delivery, string> = {
  sending: 'waiting to be sent',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'not sent',
};
