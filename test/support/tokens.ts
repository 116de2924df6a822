import { generateKeyPair, SignJWT, decodeJwt, decodeProtectedHeader } from 'jose';

/** An access token like the given one, but signed by somebody else. */
export async function forged(token: string): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  return new SignJWT(decodeJwt(token)).setProtectedHeader({ ...decodeProtectedHeader(token), alg: 'ES256' }).sign(privateKey);
}

/** The same claims of another user, under the old signature. */
export function altered(token: string, subject: string): string {
  const [header, , signature] = token.split('.');
  const claims = Buffer.from(JSON.stringify({ ...decodeJwt(token), sub: subject })).toString('base64url');
  return [header, claims, signature].join('.');
}

/** The same claims without any signature. */
export function unsigned(token: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
  return `${header}.${token.split('.')[1] ?? ''}.`;
}

/** Signed with the public key as if it were a shared secret, which a careless verifier accepts. */
export async function confused(token: string, publicKey: object): Promise<string> {
  const secret = new TextEncoder().encode(JSON.stringify(publicKey));
  return new SignJWT(decodeJwt(token)).setProtectedHeader({ ...decodeProtectedHeader(token), alg: 'HS256' }).sign(secret);
}
