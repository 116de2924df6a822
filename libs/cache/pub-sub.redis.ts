import { Cluster } from 'ioredis';
import { ask, connect, PATIENCE_MS, type RedisClient, type RedisOptions } from './connection.redis.js';
import { PubSub, type PubSubListener, type Subscription } from './pub-sub.js';

interface Channel {
  subscribers: Set<{ listener: PubSubListener }>;
  /** Resolves when the server has confirmed the subscription, or it is clear that it cannot now. */
  standing: Promise<void>;
}

/**
 * Between all processes that use one Redis server or cluster; in a cluster each channel lives on one node (sharded pub/sub), so
 * that channels spread over the nodes.
 *
 * `subscribe` does not fail while Redis is away: the subscriber is cut off then, as it is by a broken connection, and hears what
 * is published once the subscription stands again. What was published meanwhile is lost. `publish` rejects at once while Redis is
 * away, and within 1.5 s if it has only fallen silent. A listener that throws ends the process as any unhandled error does.
 */
export class RedisPubSub extends PubSub {
  private readonly channels = new Map<string, Channel>();
  /** Channels that somebody listens to and the server has not confirmed. */
  private readonly missing = new Set<string>();
  private readonly sharded: boolean;
  private readonly timer: NodeJS.Timeout;

  /** Two connections: one that is subscribed takes no other commands. */
  private constructor(
    private readonly publisher: RedisClient,
    private readonly subscriber: RedisClient,
    private readonly options: RedisOptions,
  ) {
    super();
    this.sharded = subscriber instanceof Cluster;
    const hear = (channel: string, payload: string) => this.hear(channel, payload);
    subscriber.on(this.sharded ? 'smessage' : 'message', hear);
    if (!this.sharded) subscriber.on('close', () => this.cutOff());
    subscriber.on('ready', () => this.followMissing());
    this.timer = setInterval(() => this.look(), PATIENCE_MS).unref();
  }

  /** Does not wait for a server that is away. */
  static async open(options: RedisOptions): Promise<RedisPubSub> {
    const [publisher, subscriber] = await Promise.all([connect(options), connect(options)]);
    return new RedisPubSub(publisher, subscriber, options);
  }

  async publish(channel: string, payload: string): Promise<void> {
    const name = this.nameOf(channel);
    await ask(this.publisher, () => (this.sharded ? this.publisher.spublish(name, payload) : this.publisher.publish(name, payload)));
  }

  async subscribe(channel: string, listener: PubSubListener): Promise<Subscription> {
    const subscriber = { listener };
    const known = this.channels.get(channel);
    const entry = known ?? { subscribers: new Set(), standing: Promise.resolve() };
    entry.subscribers.add(subscriber);
    this.channels.set(channel, entry);
    if (known === undefined) this.follow(channel, entry);
    await entry.standing;
    return { close: () => this.leave(channel, subscriber) };
  }

  /** Ends all subscriptions. */
  close(): void {
    clearInterval(this.timer);
    this.channels.clear();
    this.missing.clear();
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }

  private hear(name: string, payload: string): void {
    const channel = name.slice(this.nameOf('').length);
    for (const subscriber of this.channels.get(channel)?.subscribers ?? []) {
      queueMicrotask(() => {
        if (this.channels.get(channel)?.subscribers.has(subscriber) === true) subscriber.listener(payload, channel);
      });
    }
  }

  private follow(channel: string, entry: Channel): void {
    this.missing.delete(channel);
    const name = this.nameOf(channel);
    const asked = ask(this.subscriber, () => (this.sharded ? this.subscriber.ssubscribe(name) : this.subscriber.subscribe(name)));
    entry.standing = asked.then(
      () => undefined,
      (error: unknown) => {
        if (this.channels.get(channel) === entry) this.missing.add(channel);
        this.options.onError?.(error);
      },
    );
  }

  private followMissing(): void {
    for (const channel of [...this.missing]) {
      const entry = this.channels.get(channel);
      if (entry === undefined) this.missing.delete(channel);
      else this.follow(channel, entry);
    }
  }

  /** The server has forgotten all subscriptions of the connection. */
  private cutOff(): void {
    for (const channel of this.channels.keys()) this.missing.add(channel);
  }

  private leave(channel: string, subscriber: { listener: PubSubListener }): void {
    const entry = this.channels.get(channel);
    if (entry?.subscribers.delete(subscriber) !== true || entry.subscribers.size > 0) return;
    this.channels.delete(channel);
    this.missing.delete(channel);
    const name = this.nameOf(channel);
    // A server that is away has forgotten the subscription anyway.
    ask(this.subscriber, () => (this.sharded ? this.subscriber.sunsubscribe(name) : this.subscriber.unsubscribe(name))).catch(
      () => undefined,
    );
  }

  /** A connection that only listens does not notice that the server has fallen silent; and what failed once is tried again. */
  private look(): void {
    if (this.subscriber.status !== 'ready') return;
    if (!this.sharded) ask(this.subscriber, () => this.subscriber.ping()).catch((error: unknown) => this.options.onError?.(error));
    this.followMissing();
  }

  private nameOf(channel: string): string {
    return `${this.options.prefix ?? ''}${channel}`;
  }
}
