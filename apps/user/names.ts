import { ParleyError } from '#errors';

const USERNAME = /^[a-z0-9._-]{3,32}$/;
const ID = /^[A-Za-z0-9_-]{22}$/;
// Control characters, line and paragraph separators, and the marks that turn the direction of the text around a name.
const REFUSED = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** The username that is meant, or nothing if no account can have it. */
export function usernameOf(text: string): string | undefined {
  const username = text.toLowerCase();
  return USERNAME.test(username) ? username : undefined;
}

export function isId(text: string): boolean {
  return ID.test(text);
}

/** Text as a person wrote it about themselves: trimmed, on one line. Throws `invalid` with the field. */
export function plainText(text: string, field: string): string {
  if (!text.isWellFormed() || REFUSED.test(text)) {
    throw new ParleyError('invalid', 'Control characters and line breaks are not allowed here.', { field });
  }
  return text.trim();
}

/** A display name: plain text in which something can be seen. */
export function displayName(text: string): string {
  const name = plainText(text, 'displayName');
  if (!VISIBLE.test(name))
    throw new ParleyError('invalid', 'A display name needs at least one visible character.', { field: 'displayName' });
  return name;
}

/** What search compares: names that look alike fall together. */
export function searchKey(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
