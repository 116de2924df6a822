import type { PubSub } from '#cache';
import { SessionService, UserInternalService, type ServiceClients } from '#contracts';
import type { Presence } from '#contracts/gen/parley/last_seen/v1/last_seen.js';
import type { LastSeenStore } from './last-seen.store.js';

/** A reload or a change of network is back sooner; who stays away longer than this is told to be offline. */
export const GRACE_MS = 2_000;
/** How often the sessions of everybody online are looked up: nobody tells of sessions that end because their node died. */
export const SWEEP_MS = 10_000;
/** By how much a stored last-seen of somebody online may be behind, and so wrong after a kill. */
export const SAVE_MS = 60_000;
/** Users of one look-up. */
const MAX_USERS = 5_000;

export interface PresenceTrackerParts {
  clients: ServiceClients;
  pubSub: PubSub;
  store: LastSeenStore;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** Somebody who was last said to be online. */
interface Online {
  confirmedAt: number;
  savedAt: number;
}

/** Somebody without a session, who is said to be offline at `until` if that stays so. */
interface Leaving {
  since: number;
  until: number;
}

/**
 * Who is online. The session registry decides; this notices the changes, waits out short ones, publishes the others on
 * `presence.<user>` and remembers when a user was last online. Time passes for it in `tick`.
 */
export class PresenceTracker {
  private readonly online = new Map<string, Online>();
  private readonly leaving = new Map<string, Leaving>();
  /** Who is to be looked up next, and whether because a session began or ended. */
  private readonly waiting = new Map<string, boolean>();
  private current: Promise<unknown> = Promise.resolve();
  private next: Promise<void> | undefined;
  private nextSweep = 0;

  constructor(private readonly parts: PresenceTrackerParts) {}

  /** Takes up those who were online when this service last wrote; whoever of them is gone is said to be so at the next tick. */
  async restore(): Promise<void> {
    for (const { userId, seenAt } of await this.parts.store.readOnline()) {
      if (this.online.has(userId)) continue;
      this.online.set(userId, { confirmedAt: seenAt, savedAt: seenAt });
      this.leaving.set(userId, { since: seenAt, until: 0 });
    }
  }

  /** Sessions of the users began or ended. Rejects if the registry could not be asked; it is then asked again by itself. */
  async touch(users: readonly string[]): Promise<void> {
    for (const user of users) this.waiting.set(user, true);
    await this.check();
  }

  /** To be called about twice a second. Rejects if something it needs is away; nothing is lost by that. */
  async tick(): Promise<void> {
    const now = this.parts.now();
    for (const [user, { until }] of this.leaving) if (until <= now) this.wait(user);
    if (now >= this.nextSweep) {
      this.nextSweep = now + SWEEP_MS;
      for (const user of this.online.keys()) this.wait(user);
    }
    if (this.waiting.size > 0) await this.check();
    await this.parts.store.flush();
  }

  /** Stores everything that a restart must not lose. */
  async stop(): Promise<void> {
    await this.current;
    const { store, now } = this.parts;
    for (const user of this.online.keys()) if (!this.leaving.has(user)) store.save(user, { seenAt: now(), online: true });
    for (const [user, { since }] of this.leaving) store.save(user, { seenAt: since, online: false });
    await store.flush();
  }

  /** The presence of the users as the viewer may see it, in their order, and who of them is hidden from the viewer. */
  async view(viewer: string, users: readonly string[]): Promise<{ presences: Presence[]; hidden: string[] }> {
    const [live, { blocked }] = await Promise.all([
      this.lookUp(users),
      this.parts.clients.client(UserInternalService).checkBlocks({ user: viewer, others: [...users] }),
    ]);
    const hidden = new Set(blocked);
    const isOnline = (user: string): boolean => live.has(user) || this.isInGrace(user);
    const seen = await this.parts.store.read(users.filter((user) => !hidden.has(user) && !isOnline(user)));
    const presences = users.map((user) => {
      if (hidden.has(user)) return { user, online: false };
      return isOnline(user) ? { user, online: true } : { user, online: false, lastSeen: this.newest(user, seen.get(user)) };
    });
    return { presences, hidden: users.filter((user) => hidden.has(user)) };
  }

  private isInGrace(user: string): boolean {
    const leaving = this.leaving.get(user);
    return leaving !== undefined && leaving.until > this.parts.now();
  }

  private newest(user: string, stored: number | undefined): number | undefined {
    const newest = Math.max(stored ?? 0, this.online.get(user)?.confirmedAt ?? 0, this.leaving.get(user)?.since ?? 0);
    return newest === 0 ? undefined : newest;
  }

  private wait(user: string): void {
    if (!this.waiting.has(user)) this.waiting.set(user, false);
  }

  /**
   * Looks up whoever waits, when the look-up in flight is done: one after the other, because the answer of an older one would
   * undo what a newer one found.
   */
  private check(): Promise<void> {
    if (this.next === undefined) {
      this.next = this.current.then(() => this.settleWaiting());
      // Whoever asked hears of a failure; the next look-up takes place all the same.
      this.current = this.next.catch(() => undefined);
    }
    return this.next;
  }

  private async settleWaiting(): Promise<void> {
    this.next = undefined;
    const users = [...this.waiting];
    this.waiting.clear();
    for (let start = 0; start < users.length; start += MAX_USERS) {
      try {
        await this.settle(users.slice(start, start + MAX_USERS));
      } catch (error) {
        for (const [user, touched] of users.slice(start)) this.waiting.set(user, touched || this.waiting.get(user) === true);
        throw error;
      }
    }
  }

  private async settle(users: readonly [string, boolean][]): Promise<void> {
    const live = await this.lookUp(users.map(([user]) => user));
    for (const [user, touched] of users) {
      if (live.has(user)) this.isThere(user);
      else this.isAway(user, touched);
    }
  }

  private async lookUp(users: readonly string[]): Promise<Set<string>> {
    const found = await this.parts.clients.client(SessionService).lookup({ users: [...users] });
    return new Set(found.users.map(({ user }) => user));
  }

  private isThere(user: string): void {
    const now = this.parts.now();
    this.leaving.delete(user);
    const known = this.online.get(user);
    if (known === undefined) this.publish({ user, online: true });
    const due = known === undefined || now - known.savedAt >= SAVE_MS;
    if (due) this.parts.store.save(user, { seenAt: now, online: true });
    this.online.set(user, { confirmedAt: now, savedAt: due ? now : known.savedAt });
  }

  private isAway(user: string, touched: boolean): void {
    const now = this.parts.now();
    const leaving = this.leaving.get(user);
    if (leaving !== undefined && leaving.until <= now) return this.left(user, leaving.since);
    if (touched) this.leaving.set(user, { since: now, until: leaving?.until ?? now + GRACE_MS });
    else if (leaving === undefined) this.leaves(user);
  }

  /** Nobody told that the session ended: the user was last online when it was last seen. */
  private leaves(user: string): void {
    const known = this.online.get(user);
    if (known !== undefined) this.leaving.set(user, { since: known.confirmedAt, until: this.parts.now() + GRACE_MS });
  }

  private left(user: string, since: number): void {
    this.leaving.delete(user);
    this.online.delete(user);
    this.parts.store.save(user, { seenAt: since, online: false });
    this.publish({ user, online: false, lastSeen: since });
  }

  private publish(presence: Presence): void {
    // Presence may be lost: whoever missed it asks again with the next `watch`.
    this.parts.pubSub.publish(`presence.${presence.user}`, JSON.stringify(presence)).catch(() => undefined);
  }
}
