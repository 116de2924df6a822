import { Controller } from '@nestjs/common';
import { Cache, type Member } from '#cache';
import {
  SessionServiceControllerMethods,
  type LookupRequest,
  type LookupResponse,
  type RegisterRequest,
  type RegisterResponse,
  type RenewRequest,
  type RenewResponse,
  type Session,
  type SessionServiceController,
  type UnregisterRequest,
  type UnregisterResponse,
  type UserNodes,
} from '#contracts/gen/parley/session/internal/v1/session.js';

/** How long a session outlives the last word of its node: three renewals may fail before a live one is taken for gone. */
export const LEASE_MS = 30_000;

/** How long after the store was found empty its sessions may be incomplete: nodes renew theirs every 10 seconds. */
export const SETTLING_MS = 12_000;
const REMEMBERED = { key: 'session-store', value: 'holds sessions' };
const SETTLING = { key: 'session-store-settling', value: 'since a short while' };
/** When this is over, look-ups are called incomplete for once without need. */
const REMEMBERED_MS = 30 * 24 * 60 * 60 * 1_000;

/**
 * Sessions are members of a user, each held by its node. What a node says about a session that another node holds by now has
 * no effect, so a late renewal or end of the old one never harms the new one.
 */
@Controller()
@SessionServiceControllerMethods()
export class SessionController implements SessionServiceController {
  constructor(private readonly cache: Cache) {}

  async register({ sessions }: RegisterRequest): Promise<RegisterResponse> {
    await this.cache.putMembers(sessions.map(toMember), LEASE_MS);
    return { leaseMs: LEASE_MS };
  }

  async renew({ sessions }: RenewRequest): Promise<RenewResponse> {
    const held = await this.cache.renewMembers(sessions.map(toMember), LEASE_MS);
    return { leaseMs: LEASE_MS, replaced: sessions.filter((_, index) => held[index] === false).map(({ session }) => session) };
  }

  async unregister({ sessions }: UnregisterRequest): Promise<UnregisterResponse> {
    await this.cache.removeMembers(sessions.map(toMember));
    return {};
  }

  async lookup({ users }: LookupRequest): Promise<LookupResponse> {
    // In this order: whoever finds sessions missing, because the store was emptied, finds the marks missing too.
    const [found, incomplete] = await Promise.all([this.cache.members(users.map(sessionsOf)), this.isIncomplete()]);
    const online: UserNodes[] = [];
    users.forEach((user, index) => {
      const sessions = found[index];
      if (sessions !== undefined && sessions.size > 0) online.push({ user, nodes: [...new Set(sessions.values())] });
    });
    return { users: online, incomplete };
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

function toMember({ session, user, node }: Session): Member {
  return { key: sessionsOf(user), member: session, value: node };
}
