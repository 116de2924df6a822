import { SignJWT, jwtVerify } from 'jose';
import { ParleyError } from '#errors';

const ISSUER = 'parley';
const AUDIENCE = 'parley-services';
const LIFETIME_S = 300;
/** A token is replaced when less than this is left of it, so that none expires on its way. */
const RENEW_BEFORE_MS = 60_000;
/** More than there are services and tokens alive at once; beyond it only speed is lost. */
const VERIFIED_MAX = 1_000;

interface Known {
  service: string;
  expiresAt: number;
}

/** Service tokens: short-lived HS256 JWTs by which the services of one suite know each other. */
export class ServiceTokens {
  private readonly key: Uint8Array;
  private readonly verified = new Map<string, Known>();
  private own: { token: Promise<string>; expiresAt: number } | undefined;

  constructor(
    private readonly service: string,
    serviceKey: string,
    private readonly now: () => number = Date.now,
  ) {
    this.key = new TextEncoder().encode(serviceKey);
  }

  /** This service's own token, good for at least a minute. */
  token(): Promise<string> {
    const now = this.now();
    if (this.own === undefined || this.own.expiresAt - RENEW_BEFORE_MS < now) {
      this.own = { token: this.sign(now), expiresAt: now + LIFETIME_S * 1000 };
    }
    return this.own.token;
  }

  /** The name of the service that the token belongs to. Throws `unauthenticated`. */
  async verify(token: string): Promise<string> {
    const known = this.verified.get(token);
    if (known !== undefined && known.expiresAt > this.now()) return known.service;
    const found = await this.check(token);
    if (this.verified.size >= VERIFIED_MAX) this.verified.clear();
    this.verified.set(token, found);
    return found.service;
  }

  private sign(now: number): Promise<string> {
    const issued = Math.floor(now / 1000);
    return new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(this.service)
      .setIssuedAt(issued)
      .setExpirationTime(issued + LIFETIME_S)
      .sign(this.key);
  }

  private async check(token: string): Promise<Known> {
    try {
      const expected = {
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: ['HS256'],
        currentDate: new Date(this.now()),
        requiredClaims: ['sub', 'exp'],
      };
      const { payload } = await jwtVerify(token, this.key, expected);
      return { service: payload.sub ?? '', expiresAt: (payload.exp ?? 0) * 1000 };
    } catch {
      throw new ParleyError('unauthenticated', 'The service token is not valid.');
    }
  }
}
