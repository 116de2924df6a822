import { useMemo } from 'react';
import { useShallow } from 'zustand/shallow';
import { useConversations } from '../state/conversations.js';
import { goesTo, useOutgoing } from '../state/outgoing.js';
import { useSession } from '../state/session.js';
import type { OpenTimeline } from '../state/timelines.js';
import { rowsOf, type Row } from './rows.js';

/** The rows of an open conversation: its loaded history, and what waits to become part of it. */
export function useRows(id: string, timeline: OpenTimeline): Row[] {
  const { entries, hasOlder, hasNewer, unreadAfter } = timeline;
  const me = useSession((state) => state.user?.id ?? '');
  const summary = useConversations((state) => state.byId[id]);
  const waiting = useOutgoing(useShallow((state) => Object.values(state.byId).filter((message) => goesTo(message, summary))));
  return useMemo(
    () => rowsOf({ entries, outgoing: hasNewer ? [] : waiting, complete: !hasOlder, unreadAfter, me }),
    [entries, hasOlder, hasNewer, unreadAfter, waiting, me],
  );
}
