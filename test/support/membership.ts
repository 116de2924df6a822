import type { Entry, GroupRole } from '../../libs/client/src/index.js';

/** From the entry that began a membership to the one that ended it. */
export interface Interval {
  from: number;
  to: number;
}

/** What the system entries of a group add up to. */
export interface Memberships {
  /** Who is a member after the last entry, and as what. */
  roles: Map<string, GroupRole>;
  intervals: Map<string, Interval[]>;
  /** Messages whose senders were no members at their place. */
  trespasses: Entry[];
}

/** Follows a complete history, entry by entry, by what the protocol says of system entries and nothing else. */
export function membershipsOf(story: readonly Entry[]): Memberships {
  const memberships: Memberships = { roles: new Map(), intervals: new Map(), trespasses: [] };
  for (const entry of story) {
    if (entry.system !== undefined) apply(memberships, entry, entry.system);
    else if (!memberships.roles.has(entry.from)) memberships.trespasses.push(entry);
  }
  return memberships;
}

function apply({ roles, intervals }: Memberships, { seq, from }: Entry, { event, users, role }: NonNullable<Entry['system']>): void {
  const ended = event === 'deleted' ? [...roles.keys()] : role === '' ? users : [];
  for (const user of ended) {
    roles.delete(user);
    const last = intervals.get(user)?.at(-1);
    if (last !== undefined) last.to = seq;
  }
  if (role === '') return;
  for (const user of users) {
    if (!roles.has(user)) intervals.set(user, [...(intervals.get(user) ?? []), { from: seq, to: Number.MAX_SAFE_INTEGER }]);
    roles.set(user, event === 'created' && user === from ? 'owner' : role);
  }
}

/** The places of a history that a user could see live. */
export function visibleTo(user: string, story: readonly Entry[], { intervals }: Memberships): number[] {
  const own = intervals.get(user) ?? [];
  return story.map(({ seq }) => seq).filter((seq) => own.some(({ from, to }) => from <= seq && seq <= to));
}

/**
 * Violations of: every change is one entry, in the order of its version, none left out and none doubled. Changes that were merged into one
 * entry are as many as the users whom it names, if each names one; `created` is a single change.
 */
export function brokenVersions(story: readonly Entry[]): string[] {
  let last = 0;
  const broken: string[] = [];
  for (const { id, kind, system } of story) {
    if (kind !== 'system') continue;
    const version = Number(id.replace('change.', ''));
    const changes = system?.event === 'created' ? 1 : Math.max(1, system?.users.length ?? 0);
    if (version !== last + changes) broken.push(`${id} (${JSON.stringify(system)}) after change.${String(last)}`);
    last = version;
  }
  return broken;
}
