export interface Subscription {
  /** After this returns, the listener is not called again. May be called twice. */
  close(): void;
}

export type PubSubListener = (payload: string, channel: string) => void;

/**
 * Messages to whoever listens at this moment. Only what may be lost travels here: typing, presence, cache invalidation.
 *
 * At most once: a message is lost for subscribers that are cut off when it is published. What arrives of one publisher on one
 * channel arrives in the order in which it was published. Channels are exact names; there are no patterns, because these do
 * not scale in a cluster.
 */
export abstract class PubSub {
  /** Resolves when the message is handed over; does not wait for listeners. Rejects with `unavailable` if it was not handed over. */
  abstract publish(channel: string, payload: string): Promise<void>;

  /** What is published after this resolves is heard. Listeners are called one after the other and never from within `publish`. */
  abstract subscribe(channel: string, listener: PubSubListener): Promise<Subscription>;
}
