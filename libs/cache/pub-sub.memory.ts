import { PubSub, type PubSubListener, type Subscription } from './pub-sub.js';

/** Within this process. A listener that throws ends the process as any unhandled error does; the others still hear the message. */
export class MemoryPubSub extends PubSub {
  private readonly channels = new Map<string, Set<{ listener: PubSubListener }>>();

  async publish(channel: string, payload: string): Promise<void> {
    for (const subscriber of this.channels.get(channel) ?? []) {
      queueMicrotask(() => {
        if (this.channels.get(channel)?.has(subscriber) === true) subscriber.listener(payload, channel);
      });
    }
  }

  async subscribe(channel: string, listener: PubSubListener): Promise<Subscription> {
    const subscriber = { listener };
    const subscribers = this.channels.get(channel) ?? new Set();
    this.channels.set(channel, subscribers.add(subscriber));
    return { close: () => this.leave(channel, subscriber) };
  }

  private leave(channel: string, subscriber: { listener: PubSubListener }): void {
    const subscribers = this.channels.get(channel);
    subscribers?.delete(subscriber);
    if (subscribers?.size === 0) this.channels.delete(channel);
  }
}
