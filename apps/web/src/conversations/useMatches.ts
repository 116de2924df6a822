import type { ConversationSummary, Group, User } from '@parley/client';
import { useConversations } from '../state/conversations.js';
import { searchPublicGroups } from '../state/group-actions.js';
import { useGroups } from '../state/groups.js';
import { searchPeople, usePeople } from '../state/people.js';
import { useSession } from '../state/session.js';
import { personFits, wordBegins } from '../ui/fits.js';
import { useSearch } from './useSearch.js';

export interface Matches {
  conversations: string[];
  /** People with whom there is no conversation yet. */
  people: User[];
  /** Public groups that one may join. */
  groups: Group[];
  searching: boolean;
}

const NOBODY: readonly User[] = [];
const NONE: readonly Group[] = [];

/** What fits the query: the caller's conversations at once, other people and public groups as soon as the server has found them. */
export function useMatches(query: string, order: readonly string[]): Matches {
  const text = query.trim().toLowerCase().replace(/^@/, '');
  const summaries = useConversations((state) => state.byId);
  const people = usePeople((state) => state.byId);
  const known = useGroups((state) => state.byId);
  const me = useSession((state) => state.user?.id);
  const users = useSearch(text, { search: searchPeople, fits: personFits, none: NOBODY });
  const groups = useSearch(text, { search: searchPublicGroups, fits: groupFits, none: NONE });

  const fits = ({ user, group }: ConversationSummary) =>
    group === undefined ? personFits(people[user ?? ''], text) : groupFits(known[group], text);
  const conversations = text ? order.filter((id) => summaries[id] && fits(summaries[id])) : [...order];
  const listed = new Set(conversations.flatMap((id) => [summaries[id]?.user, summaries[id]?.group]));
  return {
    conversations,
    people: users.found.filter((user) => user.id !== me && !listed.has(user.id)),
    groups: groups.found.filter((group) => group.role === '' && !listed.has(group.id)),
    searching: users.searching || groups.searching,
  };
}

function groupFits(group: Group | undefined, text: string): boolean {
  return group !== undefined && wordBegins(group.name, text);
}
