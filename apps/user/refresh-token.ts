import { createHash, randomBytes } from 'node:crypto';

/**
 * A refresh token is two random values of 256 bits: `<family>.<secret>`. The family stays the same for the life of a device;
 * the secret changes at each exchange. Only SHA-256 hashes of both are kept. The family makes every old token recognisable for
 * as long as the device lives without keeping a row for each of them, and nobody who never held a token of the device can
 * present one, so that reuse can be answered by revoking without giving strangers a way to sign people out.
 */
export interface RefreshToken {
  family: string;
  secret: string;
}

const FORM = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/;

/** A token of the family, or the first of a new one. */
export function newRefreshToken(family = random()): RefreshToken {
  return { family, secret: random() };
}

export function formatRefreshToken({ family, secret }: RefreshToken): string {
  return `${family}.${secret}`;
}

export function parseRefreshToken(text: string): RefreshToken | undefined {
  const [, family, secret] = FORM.exec(text) ?? [];
  return family === undefined || secret === undefined ? undefined : { family, secret };
}

/** What is stored of a part. A plain hash is enough: there is nothing to guess in 256 random bits. */
export function sha256(part: string): string {
  return createHash('sha256').update(part).digest('base64url');
}

function random(): string {
  return randomBytes(32).toString('base64url');
}
