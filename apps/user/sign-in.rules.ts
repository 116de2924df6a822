import { Injectable } from '@nestjs/common';
import type { Caller } from '#contracts';
import type { ListDevicesRequest, ListDevicesResponse, SignInResponse } from '#contracts/gen/parley/user/v1/user.js';
import { ParleyError } from '#errors';
import { readPageToken } from '#postgres';
import type { SignIn } from './account.rules.js';
import { AccessTokens } from './access-token.js';
import { AccountStore, profileOf } from './account.store.js';
import { DeviceStore } from './device.store.js';

const PAGE = 50;

/** What a sign-in is worth: its tokens, their renewal and their end. */
@Injectable()
export class SignInRules {
  constructor(
    private readonly accounts: AccountStore,
    private readonly devices: DeviceStore,
    private readonly accessTokens: AccessTokens,
  ) {}

  /** The refresh token is always in the answer; the gateway turns it into a cookie for those who asked for one. */
  async tokensFor({ account, device }: SignIn): Promise<SignInResponse> {
    const { token, expiresAt } = await this.accessTokens.issue(account.id, device.id);
    return { user: profileOf(account), accessToken: token, refreshToken: device.refreshToken, expiresAt };
  }

  async refresh(refreshToken: string | undefined): Promise<SignInResponse> {
    const exchange = await this.devices.exchange(refreshToken ?? '');
    if (exchange.outcome === 'busy') throw new ParleyError('rate_limited', 'Refreshed too often at once.', { retryAfterMs: 1_000 });
    const account = exchange.outcome === 'exchanged' ? await this.accounts.byId(exchange.userId) : undefined;
    if (exchange.outcome !== 'exchanged' || account === undefined) {
      throw new ParleyError('unauthenticated', 'This sign-in has ended. Sign in again.', { field: 'refreshToken' });
    }
    return this.tokensFor({ account, device: exchange });
  }

  /** A sign-in that has already ended is as good as one that ends now. Without a token the access token says which. */
  async logout(refreshToken: string | undefined, { user, device }: Caller): Promise<void> {
    if (refreshToken !== undefined && refreshToken !== '') await this.devices.revokeByToken(refreshToken);
    else if (user !== undefined && device !== undefined) await this.devices.revoke(user, device);
    else throw new ParleyError('unauthenticated', 'Nothing says who is to be signed out.', { field: 'refreshToken' });
  }

  /** The device of somebody else is one that one may not know of. */
  async revoke(userId: string, device: string): Promise<void> {
    const revoked = await this.devices.revoke(userId, device);
    if (!revoked) throw new ParleyError('not_found', 'You have no such device.', { field: 'id' });
  }

  async list(userId: string, request: ListDevicesRequest, current: string | undefined): Promise<ListDevicesResponse> {
    const page = await this.devices.list(userId, readPageToken(request.pageToken, 'number'), request.limit ?? PAGE);
    const devices = page.rows.map(({ id, name, createdAt, lastUsedAt }) => ({ id, name, createdAt, lastUsedAt, current: id === current }));
    return { devices, nextPageToken: page.nextPageToken };
  }
}
