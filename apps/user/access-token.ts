import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import { Clock } from '#runtime';
import { ACCESS_TOKEN_MS } from './lifetimes.js';
import { SigningKeys } from './signing-keys.js';

const PARTY = 'parley';

export interface AccessToken {
  token: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** Signs access tokens: ES256 JWTs that name the user (`sub`) and the device (`sid`). */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
  ) {}

  async issue(userId: string, deviceId: string): Promise<AccessToken> {
    const { kid, privateKey } = await this.keys.active();
    const issuedAt = Math.floor(this.clock.now() / 1_000);
    const expires = issuedAt + ACCESS_TOKEN_MS / 1_000;
    const token = await new SignJWT({ sid: deviceId })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid })
      .setIssuer(PARTY)
      .setAudience(PARTY)
      .setSubject(userId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expires)
      .setJti(randomUUID())
      .sign(privateKey);
    return { token, expiresAt: expires * 1_000 };
  }
}
