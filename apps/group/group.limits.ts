import { Injectable } from '@nestjs/common';
import { Config, RateLimiter } from '#runtime';

/** How often one may make groups and invitations, or guess them; counted by each instance for itself. */
@Injectable()
export class GroupLimits {
  private readonly groups: RateLimiter;
  private readonly invites: RateLimiter;
  private readonly guesses: RateLimiter;

  constructor({ rateLimitScale: scale }: Config) {
    this.groups = new RateLimiter({ burst: 10, perSecond: 1 / 10, scale });
    this.invites = new RateLimiter({ burst: 30, perSecond: 1 / 10, scale });
    this.guesses = new RateLimiter({ burst: 20, perSecond: 1 / 10, scale });
  }

  /** Throws `rate_limited`, like all of them. */
  requireCreation(user: string): void {
    this.groups.require(user);
  }

  requireInvite(user: string): void {
    this.invites.require(user);
  }

  requireGuess(user: string): void {
    this.guesses.require(user);
  }

  /** A good invitation was no guess: what it took is given back. */
  forgiveGuess(user: string): void {
    this.guesses.take(user, -1);
  }
}
