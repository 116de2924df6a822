import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { ParleyError } from '#errors';

// OWASP's first choice for argon2id, which is the algorithm this package takes by default (its enum cannot be imported alone).
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
// One hash takes about 25 ms of a core. Beyond this many in hand a caller would wait past its deadline.
const MAX_IN_HAND = 256;

/** Hashes and checks passwords, off the event loop. Throws `overloaded` rather than let a flood queue without bound. */
@Injectable()
export class Passwords {
  private inHand = 0;
  private decoy: Promise<string> | undefined;

  async hash(password: string): Promise<string> {
    return this.counted(() => hash(password.normalize('NFKC'), COST));
  }

  /** Takes equally long when there is no hash to check against, so that time does not tell which usernames exist. */
  async matches(password: string, passwordHash: string | undefined): Promise<boolean> {
    this.decoy ??= hash('', COST);
    const decoy = await this.decoy;
    const right = await this.counted(() => verify(passwordHash ?? decoy, password.normalize('NFKC')));
    return right && passwordHash !== undefined;
  }

  private async counted<T>(work: () => Promise<T>): Promise<T> {
    if (this.inHand >= MAX_IN_HAND) throw new ParleyError('overloaded', 'Too many sign-ins at once.', { retryAfterMs: 2_000 });
    this.inHand += 1;
    try {
      return await work();
    } finally {
      this.inHand -= 1;
    }
  }
}
