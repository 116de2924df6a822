import { useEffect } from 'react';
import { useConversations } from '../state/conversations.js';

/** The tab says how many conversations have something new. */
export function useTitle(): void {
  const unread = useConversations((state) => Object.values(state.byId).filter((summary) => summary.unread > 0).length);
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Parley` : 'Parley';
  }, [unread]);
}
