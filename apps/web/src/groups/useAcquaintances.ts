import { useShallow } from 'zustand/shallow';
import { useConversations } from '../state/conversations.js';
import { usePeople, type Person } from '../state/people.js';

/** So many are offered before anything is typed. */
const MOST = 20;

/** Those whom one talks to, the last ones first. */
export function useAcquaintances(): readonly Person[] {
  const ids = useConversations(
    useShallow((state) =>
      Object.values(state.byId)
        .filter(({ user }) => user !== undefined)
        .sort((a, b) => b.at - a.at)
        .slice(0, MOST)
        .map(({ user = '' }) => user),
    ),
  );
  return usePeople(useShallow((state) => ids.flatMap((id) => state.byId[id] ?? [])));
}
