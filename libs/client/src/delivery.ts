import type { OutgoingMessage, OutgoingState } from './model.js';
import type { Receipt, ReceiptCounts } from './protocol.js';

type Delivered = Extract<OutgoingState, 'sent' | 'delivered' | 'read'>;

/**
 * How far one's own message at `seq` has come, given the other participant's receipt (in a group, that of the member who has come furthest): for
 * entries that came from history.
 */
export function deliveryState(seq: number, receipt: Pick<Receipt, 'received' | 'read'> | undefined): Delivered {
  if (receipt && receipt.read >= seq) return 'read';
  return receipt && receipt.received >= seq ? 'delivered' : 'sent';
}

/** Per conversation; receipts for older messages still come as events. */
const MOST_FOLLOWED = 500;

interface Followed {
  receipt: { received: number; read: number };
  /** Acknowledged and not yet read, ascending by `seq`. */
  messages: OutgoingMessage[];
}

/** Follows acknowledged messages until they have been read. */
export class DeliveryTracker {
  private readonly conversations = new Map<string, Followed>();

  constructor(private readonly onChange: (message: OutgoingMessage) => void) {}

  follow(message: OutgoingMessage): void {
    const followed = this.followed(message.conversation ?? '');
    followed.messages = [...followed.messages, message].slice(-MOST_FOLLOWED);
    this.update(followed);
  }

  /** A receipt of another participant. Cumulative; older ones change nothing. */
  receipt({ conversation, received, read }: Omit<Receipt, 'user'>): void {
    const followed = this.followed(conversation);
    followed.receipt = { received: Math.max(received, followed.receipt.received), read: Math.max(read, followed.receipt.read) };
    this.update(followed);
  }

  /** How many have received and read one message: whoever has, has all before it. */
  counts({ conversation, seq, received, read }: ReceiptCounts): void {
    this.receipt({ conversation, received: received > 0 ? seq : 0, read: read > 0 ? seq : 0 });
  }

  clear(): void {
    this.conversations.clear();
  }

  private followed(conversation: string): Followed {
    const followed = this.conversations.get(conversation) ?? { receipt: { received: 0, read: 0 }, messages: [] };
    this.conversations.set(conversation, followed);
    return followed;
  }

  private update(followed: Followed): void {
    const changed: OutgoingMessage[] = [];
    followed.messages = followed.messages.map((message) => {
      const state = deliveryState(message.seq ?? Number.MAX_SAFE_INTEGER, followed.receipt);
      if (state === message.state) return message;
      const next = { ...message, state };
      changed.push(next);
      return next;
    });
    followed.messages = followed.messages.filter((message) => message.state !== 'read');
    for (const message of changed) this.onChange(message);
  }
}
