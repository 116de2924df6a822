import type { OutboxItem, OutgoingMessage } from './model.js';

/** One message on its way. */
export interface Pending {
  item: OutboxItem;
  message: OutgoingMessage;
  /** Whether the store has it; it leaves no sooner. */
  stored: boolean;
  inFlight: boolean;
}
