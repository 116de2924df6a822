import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { listOrder } from '../conversations/order.js';
import { useConversations } from '../state/conversations.js';
import { useOutgoing } from '../state/outgoing.js';
import { useShown } from '../state/shown.js';
import { addressOf } from '../ui/address.js';
import type { Overlay } from './overlay.js';

/** The keys that work everywhere. */
export function useShortcuts(show: (overlay: Overlay) => void): void {
  const navigate = useNavigate();
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const command = event.ctrlKey || event.metaKey;
      if (command && event.key.toLowerCase() === 'k') show('jump');
      else if (command && event.key === '/') show('help');
      else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown'))
        void navigate(neighbour(event.key === 'ArrowDown' ? 1 : -1));
      else return;
      event.preventDefault();
    }
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [navigate, show]);
}

function neighbour(step: 1 | -1): string {
  const { byId: summaries, ended } = useConversations.getState();
  const order = listOrder({ summaries, ended, outgoing: useOutgoing.getState().byId });
  const at = order.indexOf(useShown.getState().conversation ?? '');
  const next = at < 0 ? order[0] : order[Math.min(order.length - 1, Math.max(0, at + step))];
  return next ? addressOf(next) : '/';
}
