import type { Entry } from './protocol.js';

type SystemEntry = Pick<Entry, 'from' | 'system'>;

/** Whether an entry makes the user a member of its group: the first one of the membership. */
export function beginsMembership({ from, system }: SystemEntry, user: string | undefined): boolean {
  if (!system || user === undefined) return false;
  if (system.event === 'created') return from === user || system.users.includes(user);
  return (system.event === 'added' || system.event === 'joined') && system.users.includes(user);
}

/** Whether an entry ends the user's membership of its group: the last one that the user may read. */
export function endsMembership({ system }: SystemEntry, user: string | undefined): boolean {
  if (!system || user === undefined) return false;
  if (system.event === 'deleted') return true;
  return (system.event === 'left' || system.event === 'removed') && system.users.includes(user);
}
