import { Cache, type Lease, type Member } from './cache.js';

interface Held {
  value: string;
  expiresAt: number;
}

/** How often everything expired is dropped, in milliseconds; between, it only takes room. */
const PURGE_INTERVAL_MS = 30_000;

/** Known to this process alone and gone with it. */
export class MemoryCache extends Cache {
  private readonly leases = new Map<string, Held>();
  private readonly sets = new Map<string, Map<string, Held>>();
  private nextPurge: number;

  constructor(private readonly now: () => number = Date.now) {
    super();
    this.nextPurge = now() + PURGE_INTERVAL_MS;
  }

  /** Number of keys that take room, live or not. */
  get size(): number {
    return this.leases.size + this.sets.size;
  }

  async get(keys: readonly string[]): Promise<(string | undefined)[]> {
    const now = this.now();
    return keys.map((key) => live(this.leases.get(key), now)?.value);
  }

  async acquire({ key, value }: Lease, ttlMs: number): Promise<boolean> {
    const now = this.purged();
    const held = live(this.leases.get(key), now);
    if (held !== undefined && held.value !== value) return false;
    this.leases.set(key, { value, expiresAt: now + ttlMs });
    return true;
  }

  async release({ key, value }: Lease): Promise<boolean> {
    if (live(this.leases.get(key), this.now())?.value !== value) return false;
    return this.leases.delete(key);
  }

  async putMembers(members: readonly Member[], ttlMs: number): Promise<void> {
    const expiresAt = this.purged() + ttlMs;
    for (const { key, member, value } of members) this.set(key).set(member, { value, expiresAt });
  }

  async renewMembers(members: readonly Member[], ttlMs: number): Promise<boolean[]> {
    const now = this.purged();
    return members.map(({ key, member, value }) => {
      const set = this.set(key);
      const held = live(set.get(member), now);
      if (held !== undefined && held.value !== value) return false;
      set.set(member, { value, expiresAt: now + ttlMs });
      return true;
    });
  }

  async removeMembers(members: readonly Member[]): Promise<boolean[]> {
    const now = this.now();
    return members.map(({ key, member, value }) => {
      const set = this.sets.get(key);
      if (live(set?.get(member), now)?.value !== value) return false;
      set?.delete(member);
      if (set?.size === 0) this.sets.delete(key);
      return true;
    });
  }

  async members(keys: readonly string[]): Promise<ReadonlyMap<string, string>[]> {
    const now = this.now();
    return keys.map((key) => liveMembers(this.sets.get(key), now));
  }

  private set(key: string): Map<string, Held> {
    const known = this.sets.get(key);
    if (known !== undefined) return known;
    const made = new Map<string, Held>();
    this.sets.set(key, made);
    return made;
  }

  /** The present moment, after what nobody asks for any more has been dropped. */
  private purged(): number {
    const now = this.now();
    if (now < this.nextPurge) return now;
    this.nextPurge = now + PURGE_INTERVAL_MS;
    dropExpired(this.leases, now);
    for (const [key, set] of this.sets) {
      dropExpired(set, now);
      if (set.size === 0) this.sets.delete(key);
    }
    return now;
  }
}

const NO_MEMBERS: ReadonlyMap<string, string> = new Map();

function live(held: Held | undefined, now: number): Held | undefined {
  return held !== undefined && held.expiresAt > now ? held : undefined;
}

function liveMembers(set: ReadonlyMap<string, Held> | undefined, now: number): ReadonlyMap<string, string> {
  if (set === undefined) return NO_MEMBERS;
  const members = new Map<string, string>();
  for (const [member, held] of set) if (held.expiresAt > now) members.set(member, held.value);
  return members;
}

function dropExpired(held: Map<string, Held>, now: number): void {
  for (const [key, { expiresAt }] of held) if (expiresAt <= now) held.delete(key);
}
