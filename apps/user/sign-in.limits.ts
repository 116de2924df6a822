import { Injectable } from '@nestjs/common';
import type { Caller } from '#contracts';
import { Config, RateLimiter } from '#runtime';

/** How often one may try to register, to invite, to sign in, or to guess a password; counted by each instance for itself. */
@Injectable()
export class SignInLimits {
  private readonly byAddress: RateLimiter;
  private readonly byAccount: RateLimiter;
  private readonly registrations: RateLimiter;
  private readonly invites: RateLimiter;

  constructor(config: Config) {
    const scale = config.rateLimitScale;
    // People behind one address sign in independently of each other; whoever guesses passwords needs thousands.
    this.byAddress = new RateLimiter({ burst: 60, perSecond: 1, scale });
    this.byAccount = new RateLimiter({ burst: 10, perSecond: 1 / 20, scale });
    this.registrations = new RateLimiter({ burst: 30, perSecond: 1 / 10, scale });
    this.invites = new RateLimiter({ burst: 20, perSecond: 1 / 60, scale });
  }

  /** Throws `rate_limited`. Counts alike for usernames that exist and those that do not. */
  requireLogin(username: string, { address = '' }: Caller): void {
    this.byAddress.require(address);
    this.byAccount.require(username);
  }

  requireRegistration(username: string, { address = '' }: Caller): void {
    this.registrations.require(address);
    this.byAccount.require(`register:${username}`);
  }

  requirePasswordCheck(userId: string): void {
    this.byAccount.require(`password:${userId}`);
  }

  requireInvite(userId: string): void {
    this.invites.require(userId);
  }

  /** A right password was no guess: what it took is given back. */
  forgiveLogin(username: string): void {
    this.byAccount.take(username, -1);
  }
}
