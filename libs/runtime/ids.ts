import { randomBytes, randomFillSync } from 'node:crypto';

/** A new id for a user, device or session: a UUIDv7 (RFC 9562) as 22 characters of base64url. */
export function newId(now = Date.now()): string {
  const bytes = Buffer.allocUnsafe(16);
  randomFillSync(bytes, 6);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = 0x70 | (bytes.readUInt8(6) & 0x0f);
  bytes[8] = 0x80 | (bytes.readUInt8(8) & 0x3f);
  return bytes.toString('base64url');
}

const ID = /^[A-Za-z0-9_-]{22}$/;

/** Whether the text could be an id that `newId`, or a code that `newCode` has made; what could not need not be looked up. */
export function isId(text: string): boolean {
  return ID.test(text);
}

/** What nobody can guess: 128 random bits as 22 characters of base64url. */
export function newCode(): string {
  return randomBytes(16).toString('base64url');
}
