import { Injectable } from '@nestjs/common';
import { ServiceClients, UserInternalService } from '#contracts';
import type { User } from '#contracts/gen/parley/user/v1/user.js';
import { ParleyError } from '#errors';
import { isId } from '#runtime';

/** What the user service knows of people. Every question rejects with `unavailable` while that service is away. */
@Injectable()
export class People {
  constructor(private readonly clients: ServiceClients) {}

  /** Whether the caller may bring the users, at most 1,000, into a group. Throws `not_found` or `forbidden` with the field. */
  async requireAddable(caller: string, users: readonly string[], field: string): Promise<void> {
    const others = [...new Set(users)].filter((user) => user !== caller);
    if (others.length === 0) return;
    const known = others.every(isId) ? await this.profiles(others) : new Map();
    if (others.some((user) => !known.has(user))) throw new ParleyError('not_found', 'There is no such user.', { field });
    const { blocked } = await this.clients.client(UserInternalService).checkBlocks({ user: caller, others });
    if (blocked.length > 0) throw new ParleyError('forbidden', 'There is a block between you and one of these users.', { field });
  }

  async profiles(ids: readonly string[]): Promise<Map<string, User>> {
    if (ids.length === 0) return new Map();
    const { users } = await this.clients.client(UserInternalService).getUsers({ ids: [...ids] });
    return new Map(users.map((user) => [user.id, user]));
  }
}
