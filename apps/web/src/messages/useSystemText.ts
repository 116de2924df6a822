import { nameOf, useNames } from '../state/people.js';
import { useSession } from '../state/session.js';
import { namedIn, systemText, type SystemEntry } from './system-text.js';

/** A change of a group in words, with the names that people have now. */
export function useSystemText(entry: SystemEntry): string {
  const me = useSession((state) => state.user?.id);
  const names = useNames(namedIn(entry, me));
  return systemText(entry, { me, nameOf: (id) => names[id] ?? nameOf(undefined) });
}
