import { Injectable } from '@nestjs/common';
import type { CreateInviteRequest, Invite, ListInvitesRequest, ListInvitesResponse } from '#contracts/gen/parley/user/v1/user.js';
import { readPageToken } from '#postgres';
import { Config } from '#runtime';
import type { InviteEntity } from './entities.js';
import { EntranceRules } from './entrance.rules.js';
import { InviteStore } from './invite.store.js';
import { SignInLimits } from './sign-in.limits.js';

const PAGE = 50;
const WEEK_MS = 7 * 24 * 3_600_000;

/** Everybody who has an account may invite others to register, where registration is not closed. */
@Injectable()
export class InviteRules {
  constructor(
    private readonly invites: InviteStore,
    private readonly entrance: EntranceRules,
    private readonly limits: SignInLimits,
    private readonly config: Config,
  ) {}

  async create(user: string, { expiresInMs = WEEK_MS, maxUses = 1 }: CreateInviteRequest): Promise<Invite> {
    this.entrance.requireNotClosed();
    this.limits.requireInvite(user);
    return this.told(await this.invites.create(user, { expiresInMs, maxUses }));
  }

  async list(user: string, { pageToken, limit = PAGE }: ListInvitesRequest): Promise<ListInvitesResponse> {
    const page = await this.invites.list(user, readPageToken(pageToken, 'number'), limit);
    return { invites: page.rows.map((invite) => this.told(invite)), nextPageToken: page.nextPageToken };
  }

  /** Repeated, it changes nothing. */
  async revoke(user: string, code: string): Promise<void> {
    await this.invites.revoke(user, code);
  }

  private told({ code, createdAt, expiresAt, maxUses, uses }: InviteEntity): Invite {
    const { publicUrl } = this.config;
    const url = publicUrl === undefined ? '' : new URL(`/register?invite=${code}`, publicUrl).href;
    return { code, url, createdAt, expiresAt, maxUses, uses };
  }
}
