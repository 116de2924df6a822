import { ParleyError } from '#errors';
import { searchKey, visibleName } from '#runtime';

/** The name of a group as a person wrote it: one line in which something can be seen. Throws `invalid`. */
export function groupName(text: string): string {
  return visibleName(text, 'name').replaceAll(/\s+/gu, ' ');
}

/** Under which the names of public groups are unique. */
export function nameKey(name: string): string {
  return searchKey(name).trim().replaceAll(/\s+/gu, ' ');
}

/** The words of a name as search compares them, each between spaces. */
export function wordsOf(name: string): string {
  return `${beginningOfWord(name).trimEnd()} `;
}

/** What stands in `wordsOf` a name that has a word, or words in a row, that begin with the query; a space if the query has no word. */
export function beginningOfWord(query: string): string {
  return ` ${searchKey(query)
    .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trimStart()}`;
}

/** What is told about a group; line breaks are allowed. Throws `invalid`. */
export function groupDescription(text: string): string {
  if (!text.isWellFormed() || text.includes('\0')) {
    throw new ParleyError('invalid', 'This is not text.', { field: 'description' });
  }
  return text.trim();
}

/** Empty, or the https URL of a picture. Throws `invalid`. */
export function pictureUrl(text: string): string {
  const url = text.trim();
  if (url === '') return '';
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
    throw new ParleyError('invalid', 'A picture is given by its https URL.', { field: 'picture' });
  }
  return new URL(url).href;
}
