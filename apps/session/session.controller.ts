import { Controller } from '@nestjs/common';
import {
  SessionServiceControllerMethods,
  type LookupRequest,
  type LookupResponse,
  type RegisterRequest,
  type RegisterResponse,
  type RenewRequest,
  type RenewResponse,
  type SessionServiceController,
  type UnregisterRequest,
  type UnregisterResponse,
} from '#contracts/gen/parley/session/internal/v1/session.js';
import { LEASE_MS, SessionStore } from '#sessions';

@Controller()
@SessionServiceControllerMethods()
export class SessionController implements SessionServiceController {
  constructor(private readonly store: SessionStore) {}

  async register({ sessions }: RegisterRequest): Promise<RegisterResponse> {
    await this.store.register(sessions);
    return { leaseMs: LEASE_MS };
  }

  async renew({ sessions }: RenewRequest): Promise<RenewResponse> {
    const held = await this.store.renew(sessions);
    return { leaseMs: LEASE_MS, replaced: sessions.flatMap(({ session }, index) => (held[index] === false ? session : [])) };
  }

  async unregister({ sessions }: UnregisterRequest): Promise<UnregisterResponse> {
    await this.store.unregister(sessions);
    return {};
  }

  async lookup({ users }: LookupRequest): Promise<LookupResponse> {
    const { nodes, incomplete } = await this.store.lookup(users);
    return { users: [...nodes].map(([user, some]) => ({ user, nodes: [...some] })), incomplete };
  }
}
