import type { Group, User } from '@parley/client';
import type { Matches } from './useMatches.js';

/** A line of the list: what can be opened, and what stands between. */
export type Row =
  | { kind: 'conversation'; key: string; id: string }
  | { kind: 'person'; key: string; user: User }
  | { kind: 'group'; key: string; group: Group }
  | { kind: 'heading'; key: string; text: string };

export function rowsOf({ conversations, people, groups }: Matches): Row[] {
  return [
    ...conversations.map((id): Row => ({ kind: 'conversation', key: id, id })),
    ...(people.length > 0 ? [{ kind: 'heading', key: 'people', text: 'People' } as const] : []),
    ...people.map((user): Row => ({ kind: 'person', key: user.id, user })),
    ...(groups.length > 0 ? [{ kind: 'heading', key: 'groups', text: 'Public groups' } as const] : []),
    ...groups.map((group): Row => ({ kind: 'group', key: group.id, group })),
  ];
}
