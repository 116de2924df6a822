import { useState } from 'react';
import { useShallow } from 'zustand/shallow';
import { useConversations } from '../state/conversations.js';
import { useOutgoing } from '../state/outgoing.js';
import { useShown } from '../state/shown.js';
import { keepOrder, listOrder } from './order.js';

/** The conversations as the list shows them; while `calm` they keep their places. */
export function useOrder(calm: boolean): string[] {
  const outgoing = useOutgoing((state) => state.byId);
  const shown = useShown((state) => state.conversation);
  const current = useConversations(useShallow((state) => listOrder({ summaries: state.byId, outgoing, ended: state.ended, shown })));
  const [former, setFormer] = useState(current);
  const order = calm ? keepOrder(former, current) : current;
  if (!calm && former !== current) setFormer(current);
  return order;
}
