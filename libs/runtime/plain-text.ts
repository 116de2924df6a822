import { ParleyError } from '#errors';

// Control characters, line and paragraph separators, and the marks that turn the direction of the text around a name.
const REFUSED = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Text as a person wrote it: trimmed, on one line. Throws `invalid` with the field. */
export function plainText(text: string, field: string): string {
  if (!text.isWellFormed() || REFUSED.test(text)) {
    throw new ParleyError('invalid', 'Control characters and line breaks are not allowed here.', { field });
  }
  return text.trim();
}

/** A name: plain text in which something can be seen. Throws `invalid` with the field. */
export function visibleName(text: string, field: string): string {
  const name = plainText(text, field);
  if (!VISIBLE.test(name)) throw new ParleyError('invalid', 'A name needs at least one visible character.', { field });
  return name;
}

/** What search compares: names that look alike fall together. */
export function searchKey(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
