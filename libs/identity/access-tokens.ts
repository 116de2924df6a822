import type { KeyObject } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { decodeProtectedHeader } from 'jose';
import { Strategy } from 'passport-jwt';
import { RpcEdge } from '#contracts';
import { ParleyError } from '#errors';
import { Jwks } from './jwks.js';
import { Revocations } from './revocations.js';

/** Who signed in, and with which device. */
export interface Identity {
  user: string;
  device: string;
}

interface Claims {
  sub?: unknown;
  sid?: unknown;
  exp?: number;
}

interface Verified extends Identity {
  expiresAt: number;
}

/** How many verified tokens are remembered: a check of a signature takes about 100 µs, and clients send the same one again and again. */
const VERIFIED_MAX = 10_000;
const LONGEST_TOKEN = 2_048;

/** Verifies access tokens locally: ES256 by a published key, of this issuer, for this audience, not expired, not revoked. */
@Injectable()
export class AccessTokens implements OnModuleInit {
  private readonly verified = new Map<string, Verified>();
  private readonly strategy: Strategy;

  constructor(
    private readonly jwks: Jwks,
    private readonly revocations: Revocations,
    private readonly edge: RpcEdge,
  ) {
    this.strategy = new Strategy(
      {
        jwtFromRequest: tokenOf,
        secretOrKeyProvider: (_request: unknown, token: string, done: (error: unknown, key?: KeyObject) => void) =>
          void this.provideKey(token, done),
        algorithms: ['ES256'],
        issuer: 'parley',
        audience: 'parley',
      } as unknown as ConstructorParameters<typeof Strategy>[0],
      (claims: Claims, done: (error: unknown, verified?: Verified | false) => void) => {
        done(null, toVerified(claims));
      },
    );
  }

  onModuleInit(): void {
    this.edge.acceptUserTokens((token) => this.verify(token));
  }

  /** Who holds the token. Throws `unauthenticated`, or `unavailable` if the keys cannot be had. */
  async verify(token: string): Promise<Identity> {
    const { user, device } = await this.check(token);
    if (this.revocations.has(device)) throw new ParleyError('unauthenticated', 'This device was signed out.');
    return { user, device };
  }

  private async check(token: string): Promise<Verified> {
    const known = this.verified.get(token);
    if (known !== undefined && known.expiresAt > Date.now()) return known;
    this.verified.delete(token);
    const verified = await this.authenticate(token);
    if (this.verified.size >= VERIFIED_MAX) this.verified.clear();
    this.verified.set(token, verified);
    return verified;
  }

  // What passport does with a strategy, for something that is not always an HTTP request.
  private authenticate(token: string): Promise<Verified> {
    return new Promise((resolve, reject) => {
      const refuse = (reason: unknown): void => {
        reject(
          reason instanceof ParleyError ? reason : new ParleyError('unauthenticated', 'The access token is not valid or has expired.'),
        );
      };
      const attempt = Object.assign(Object.create(this.strategy) as Strategy, { success: resolve, fail: refuse, error: refuse });
      attempt.authenticate({ token } as unknown as Parameters<Strategy['authenticate']>[0]);
    });
  }

  private async provideKey(token: string, done: (error: unknown, key?: KeyObject) => void): Promise<void> {
    try {
      const { kid } = decodeProtectedHeader(token);
      const key = typeof kid === 'string' ? await this.jwks.find(kid) : undefined;
      if (key === undefined) done(new Error('unknown key'));
      else done(null, key);
    } catch (error) {
      done(error);
    }
  }
}

function tokenOf(request: unknown): string | null {
  const { token } = request as { token: string };
  return token.length > LONGEST_TOKEN ? null : token;
}

function toVerified({ sub, sid, exp }: Claims): Verified | false {
  if (typeof sub !== 'string' || typeof sid !== 'string' || typeof exp !== 'number') return false;
  return { user: sub, device: sid, expiresAt: exp * 1000 };
}
