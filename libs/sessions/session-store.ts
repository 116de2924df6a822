import type { Cache, Member } from '#cache';

/** How long a session outlives the last word of its node: three renewals may fail before a live one is taken for gone. */
export const LEASE_MS = 30_000;

/** How long after the store was found empty its sessions may be incomplete: nodes renew theirs every 10 seconds. */
export const SETTLING_MS = 12_000;
const REMEMBERED = { key: 'session-store', value: 'holds sessions' };
const SETTLING = { key: 'session-store-settling', value: 'since a short while' };
/** When this is over, look-ups are called incomplete for once without need. */
const REMEMBERED_MS = 30 * 24 * 60 * 60 * 1_000;

/** A device's socket on a chat node. */
export interface LiveSession {
  session: string;
  user: string;
  node: string;
}

export interface FoundSessions {
  /** The nodes on which each of the users has sessions; users without any are left out. */
  nodes: ReadonlyMap<string, readonly string[]>;
  /** There may be sessions that are not among them. */
  incomplete: boolean;
}

/**
 * Which live sessions a user has, and on which node: members of a user in the cache, each held by its node. What a node says about a
 * session that another node holds by now has no effect, so a late renewal or end of the old one never harms the new one.
 *
 * The session service alone changes it, for the chat nodes. Message paths look sessions up themselves, because they do so for every delivery
 * (ADR 0011). Every method rejects with `unavailable` while the cache is away.
 */
export class SessionStore {
  constructor(private readonly cache: Cache) {}

  async register(sessions: readonly LiveSession[]): Promise<void> {
    await this.cache.putMembers(sessions.map(toMember), LEASE_MS);
  }

  /** False for each session that another node holds. */
  renew(sessions: readonly LiveSession[]): Promise<boolean[]> {
    return this.cache.renewMembers(sessions.map(toMember), LEASE_MS);
  }

  async unregister(sessions: readonly LiveSession[]): Promise<void> {
    await this.cache.removeMembers(sessions.map(toMember));
  }

  /** Not cached. */
  async lookup(users: readonly string[]): Promise<FoundSessions> {
    // In this order: whoever finds sessions missing, because the store was emptied, finds the marks missing too.
    const [found, incomplete] = await Promise.all([this.cache.members(users.map(sessionsOf)), this.isIncomplete()]);
    const nodes = new Map<string, readonly string[]>();
    users.forEach((user, index) => {
      const sessions = found[index];
      if (sessions !== undefined && sessions.size > 0) nodes.set(user, [...new Set(sessions.values())]);
    });
    return { nodes, incomplete };
  }

  /** The store may have been emptied and be filling again. Its own clock says how long ago that was found. */
  private async isIncomplete(): Promise<boolean> {
    const [remembered, settling] = await this.cache.get([REMEMBERED.key, SETTLING.key]);
    if (remembered !== undefined) return settling !== undefined;
    await this.cache.acquire(SETTLING, SETTLING_MS);
    await this.cache.acquire(REMEMBERED, REMEMBERED_MS);
    return true;
  }
}

function sessionsOf(user: string): string {
  return `sessions:${user}`;
}

function toMember({ session, user, node }: LiveSession): Member {
  return { key: sessionsOf(user), member: session, value: node };
}
