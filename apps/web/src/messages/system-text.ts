import type { Entry, GroupRole, SystemEvent } from '@parley/client';

/** A system entry, as far as its words depend on it. */
export type SystemEntry = Pick<Entry, 'from'> & { system: SystemEvent };

export function isSystem<Item extends object>(item: Item): item is Item & SystemEntry {
  return 'system' in item && item.system !== undefined;
}

interface Names {
  /** Whose words they are: who is "You". */
  me: string | undefined;
  /** How somebody is called, by id. */
  nameOf: (id: string) => string;
}

/** So many names are said before the rest becomes a number. */
const NAMED = 2;

/** A change of a group in words, such as "Ada added Bob and 3 others". */
export function systemText({ from, system }: SystemEntry, names: Names): string {
  const { event, users, role, text } = system;
  const who = subject([from], names);
  switch (event) {
    case 'created':
      return users.some((id) => id !== from)
        ? `${who} created the group with ${listed(others(users, from), names)}`
        : `${who} created the group`;
    case 'added':
      return `${who} added ${listed(users, names)}`;
    case 'joined':
      return `${subject(users, names)} joined the group`;
    case 'left':
      return `${subject(users, names)} left the group`;
    case 'removed':
      return `${who} removed ${listed(users, names)}`;
    case 'role':
      return `${who} made ${listed(users, names)} ${ROLES[role || 'member']}`;
    case 'renamed':
      return `${who} renamed the group to “${text}”`;
    case 'described':
      return text ? `${who} changed the description` : `${who} removed the description`;
    case 'picture':
      return text ? `${who} changed the picture` : `${who} removed the picture`;
    case 'visibility':
      return `${who} made the group ${text}`;
    case 'deleted':
      return `${who} deleted the group`;
  }
}

/** Whose names the words need: only these are loaded. */
export function namedIn({ from, system }: SystemEntry, me: string | undefined): string[] {
  return [...new Set([from, ...mineFirst(system.event === 'created' ? others(system.users, from) : system.users, me).slice(0, NAMED)])];
}

const ROLES: Record<GroupRole, string> = { owner: 'an owner', admin: 'an admin', member: 'an ordinary member' };

function others(users: readonly string[], from: string): string[] {
  return users.filter((id) => id !== from);
}

/** The reader is named first: it is what concerns them most. */
function mineFirst(users: readonly string[], me: string | undefined): string[] {
  return me !== undefined && users.includes(me) ? [me, ...others(users, me)] : [...users];
}

/** At the start of the sentence; a name keeps the letter that its owner gave it. */
function subject(users: readonly string[], names: Names): string {
  const text = listed(users, names);
  return users.some((id) => id === names.me) ? `Y${text.slice(1)}` : text;
}

/** "Bob", "Bob and Cleo", "Bob and 3 others". */
function listed(users: readonly string[], { me, nameOf }: Names): string {
  const [first, second, ...more] = mineFirst(users, me).map((id) => (id === me ? 'you' : nameOf(id)));
  if (first === undefined) return 'nobody';
  if (second === undefined) return first;
  return more.length === 0 ? `${first} and ${second}` : `${first} and ${more.length + 1} others`;
}
