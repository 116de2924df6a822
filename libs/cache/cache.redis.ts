import { Cache, type Lease, type Member } from './cache.js';
import { ask, connect, type RedisClient, type RedisOptions } from './connection.redis.js';
import { ACQUIRE, MEMBERS, PUT_MEMBER, RELEASE, REMOVE_MEMBER, RENEW_MEMBER, run, type Script } from './scripts.redis.js';

/** So many requests of one call travel at once: the answer to the last of 20,000 took longer than the patience with the server. */
const PORTION = 1_000;

/**
 * Shared by all processes that use one Redis server or cluster. Each element is one script on the server; times are measured on
 * its clock. Requests of one tick travel together.
 *
 * While Redis is away every method rejects at once, and within 1.5 s if it has only fallen silent. Redis copies to its replicas
 * without waiting: after a failover the last writes, and with them leases, may be gone, and a lease may then have two holders.
 */
export class RedisCache extends Cache {
  private constructor(
    private readonly client: RedisClient,
    private readonly prefix: string,
  ) {
    super();
  }

  /** Does not wait for a server that is away: until it comes, every method rejects with `unavailable`. */
  static async open(options: RedisOptions): Promise<RedisCache> {
    return new RedisCache(await connect(options), options.prefix ?? '');
  }

  async get(keys: readonly string[]): Promise<(string | undefined)[]> {
    return inPortions(keys, async (key) => (await ask(this.client, () => this.client.get(this.leaseKey(key)))) ?? undefined);
  }

  async acquire({ key, value }: Lease, ttlMs: number): Promise<boolean> {
    return (await this.run(ACQUIRE, [this.leaseKey(key)], [value, ttlMs])) === 1;
  }

  async release({ key, value }: Lease): Promise<boolean> {
    return (await this.run(RELEASE, [this.leaseKey(key)], [value])) === 1;
  }

  async putMembers(members: readonly Member[], ttlMs: number): Promise<void> {
    await this.each(PUT_MEMBER, members, [ttlMs]);
  }

  async renewMembers(members: readonly Member[], ttlMs: number): Promise<boolean[]> {
    return this.each(RENEW_MEMBER, members, [ttlMs]);
  }

  async removeMembers(members: readonly Member[]): Promise<boolean[]> {
    return this.each(REMOVE_MEMBER, members, []);
  }

  async members(keys: readonly string[]): Promise<ReadonlyMap<string, string>[]> {
    return inPortions(keys, async (key) => toMap(await this.run(MEMBERS, this.setKeys(key), [])));
  }

  /** Whether the server answers. */
  async isReachable(): Promise<boolean> {
    return this.client.ping().then(
      () => true,
      () => false,
    );
  }

  /** What is on its way is refused. */
  close(): void {
    this.client.disconnect();
  }

  private async each(script: Script, members: readonly Member[], more: number[]): Promise<boolean[]> {
    return inPortions(
      members,
      async ({ key, member, value }) => (await this.run(script, this.setKeys(key), [member, value, ...more])) === 1,
    );
  }

  private run(script: Script, keys: string[], args: (string | number)[]): Promise<unknown> {
    return ask(this.client, () => run(this.client, script, { keys, args }));
  }

  private leaseKey(key: string): string {
    return `${this.prefix}{l${key}}`;
  }

  /** Braces, because in a cluster the keys of one script must lie on one node; a letter within, because empty ones do not count. */
  private setKeys(key: string): string[] {
    return [`${this.prefix}{m${key}}`, `${this.prefix}{m${key}}:ends`];
  }
}

async function inPortions<Item, Answer>(items: readonly Item[], act: (item: Item) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < items.length; at += PORTION) answers.push(...(await Promise.all(items.slice(at, at + PORTION).map(act))));
  return answers;
}

function toMap(flat: unknown): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  if (!Array.isArray(flat)) return members;
  for (let at = 0; at < flat.length; at += 2) members.set(String(flat[at]), String(flat[at + 1]));
  return members;
}
