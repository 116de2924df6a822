/** Something held under a key, by whoever knows the value. */
export interface Lease {
  key: string;
  value: string;
}

/** One of the members of a key; each has a lease of its own. */
export interface Member {
  key: string;
  member: string;
  value: string;
}

/**
 * Shared state that may be lost: leases, and sets of leases under one key. Nothing that must survive a restart belongs here.
 *
 * Each element of a batch is handled atomically; a batch as a whole is not. What has expired is never returned and counts as
 * absent. Times to live are milliseconds. Every method rejects with `unavailable` while the store cannot be reached, and then
 * may or may not have had its effect.
 */
export abstract class Cache {
  /** The values under the keys, in their order; `undefined` where there is none. */
  abstract get(keys: readonly string[]): Promise<(string | undefined)[]>;

  /** Takes the lease if it is free, prolongs it if its value is the same. False: someone else holds it, and nothing changed. */
  abstract acquire(lease: Lease, ttlMs: number): Promise<boolean>;

  /** Deletes the lease if its value is this one. False: it is someone else's or gone, and nothing changed. */
  abstract release(lease: Lease): Promise<boolean>;

  /** Puts the members under their keys, whoever held them before. */
  abstract putMembers(members: readonly Member[], ttlMs: number): Promise<void>;

  /** Prolongs the members that have this value, and puts those that are absent. False: another value is there, and stays as it is. */
  abstract renewMembers(members: readonly Member[], ttlMs: number): Promise<boolean[]>;

  /** Deletes the members that have this value. False: another value is there, or none, and nothing changed. */
  abstract removeMembers(members: readonly Member[]): Promise<boolean[]>;

  /** The members of each key with their values, in the order of the keys. */
  abstract members(keys: readonly string[]): Promise<ReadonlyMap<string, string>[]>;
}
