import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GroupInternalService, ServiceClients } from '#contracts';
import { ParleyError } from '#errors';
import { Clock, Config, newId } from '#runtime';
import { AccountStore } from './account.store.js';
import { InviteStore } from './invite.store.js';

/** On what grounds somebody may register. What can change until the account is made is confirmed in its transaction. */
export type Admission = { ground: 'open' | 'group-invite' | 'nobody-yet' } | { ground: 'invite'; code: string };

/** Whether new accounts are taken in, and what one starts with. */
@Injectable()
export class EntranceRules {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly accounts: AccountStore,
    private readonly invites: InviteStore,
    private readonly clients: ServiceClients,
  ) {}

  /** Who may register now. Whoever comes first to a server where one has to be invited has nobody to invite them. */
  async policy(): Promise<Config['registration']> {
    const { registration } = this.config;
    return registration === 'invite' && !(await this.accounts.any()) ? 'open' : registration;
  }

  requireNotClosed(): void {
    if (this.config.registration === 'closed') throw new ParleyError('forbidden', 'Registration is closed.');
  }

  /** Throws `forbidden` with the field `invite`, or `unavailable` if it cannot be known whether the code invites into a group. */
  async admit(invite: string | undefined): Promise<Admission> {
    if ((await this.policy()) !== 'invite') return { ground: this.config.registration === 'invite' ? 'nobody-yet' : 'open' };
    if (invite === undefined || invite === '') throw notInvited('Registration needs an invitation.');
    if (await this.invites.isGood(invite)) return { ground: 'invite', code: invite };
    const { good } = await this.clients.client(GroupInternalService).checkInvite({ code: invite });
    if (!good) throw notInvited();
    return { ground: 'group-invite' };
  }

  /** Uses the invitation up together with the account that it lets in. Throws `forbidden` if somebody else was faster. */
  async confirm(manager: EntityManager, admission: Admission): Promise<void> {
    switch (admission.ground) {
      case 'open':
      case 'group-invite':
        return;
      case 'nobody-yet':
        await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('parley.user.first', 0))`);
        if (await this.accounts.any(manager)) throw notInvited('Registration needs an invitation.');
        return;
      case 'invite':
        if (!(await this.invites.use(manager, admission.code))) throw notInvited();
    }
  }

  newAccount(): { id: string; createdAt: number } {
    const now = this.clock.now();
    return { id: newId(now), createdAt: now };
  }
}

function notInvited(message = 'This invitation is not good, or no longer.'): ParleyError {
  return new ParleyError('forbidden', message, { field: 'invite' });
}
