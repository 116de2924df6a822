import type { User } from '@parley/client';

/** Whether a word of a name begins with the text, which is in small letters. */
export function wordBegins(name: string, text: string): boolean {
  const small = name.toLowerCase();
  return small.startsWith(text) || small.includes(` ${text}`);
}

/** Whether somebody's username, or a word of their name, begins with the text. */
export function personFits(person: Pick<User, 'username' | 'displayName'> | undefined, text: string): boolean {
  return person !== undefined && (person.username.startsWith(text) || wordBegins(person.displayName, text));
}
