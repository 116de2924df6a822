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
    const found = await this.cache.members(users.map(sessionsOf));
    const online: UserNodes[] = [];
    users.forEach((user, index) => {
      const sessions = found[index];
      if (sessions !== undefined && sessions.size > 0) online.push({ user, nodes: [...new Set(sessions.values())] });
    });
    return { users: online, incomplete: false };
  }
}

function sessionsOf(user: string): string {
  return `sessions:${user}`;
}

function toMember({ session, user, node }: Session): Member {
  return { key: sessionsOf(user), member: session, value: node };
}
