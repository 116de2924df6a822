import type { User } from '@parley/client';
import { useEffect, useState } from 'react';
import { useConversations } from '../state/conversations.js';
import { searchPeople, usePeople } from '../state/people.js';
import { useSession } from '../state/session.js';

export interface Matches {
  conversations: string[];
  /** People with whom there is no conversation yet. */
  people: User[];
  searching: boolean;
}

const PAUSE_MS = 150;
const NOBODY: readonly User[] = [];

/** What fits the query: the caller's conversations at once, other people as soon as the server has found them. */
export function useMatches(query: string, order: readonly string[]): Matches {
  const text = query.trim().toLowerCase().replace(/^@/, '');
  const summaries = useConversations((state) => state.byId);
  const people = usePeople((state) => state.byId);
  const me = useSession((state) => state.user?.id);
  const found = usePeopleSearch(text);

  const conversations = text ? order.filter((id) => fits(people[summaries[id]?.user ?? ''], text)) : [...order];
  const listed = new Set(conversations.map((id) => summaries[id]?.user));
  return {
    conversations,
    people: found.users.filter((user) => user.id !== me && !listed.has(user.id)),
    searching: found.searching,
  };
}

function usePeopleSearch(text: string): { users: readonly User[]; searching: boolean } {
  const [found, setFound] = useState<{ text: string; users: readonly User[] }>({ text: '', users: NOBODY });
  useEffect(() => {
    if (!text) return;
    let current = true;
    const settle = (users: readonly User[]) => {
      if (current) setFound({ text, users });
    };
    const timer = setTimeout(() => {
      searchPeople(text).then(settle, () => {
        settle(NOBODY);
      });
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text]);
  if (!text) return { users: NOBODY, searching: false };
  // While the next answer is on its way, the former one stays where it still fits.
  return found.text === text ? { users: found.users, searching: false } : { users: stillFitting(found.users, text), searching: true };
}

function stillFitting(users: readonly User[], text: string): readonly User[] {
  return users.filter((user) => fits(user, text));
}

/** Whether a word of someone's names begins with the text. */
function fits(user: User | undefined, text: string): boolean {
  if (!user) return false;
  const name = user.displayName.toLowerCase();
  return user.username.startsWith(text) || name.startsWith(text) || name.includes(` ${text}`);
}
