import { CheckCheck, Copy, RotateCcw, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { announce } from '../state/announcer.js';
import { discard, retry } from '../state/outgoing.js';
import { useSession } from '../state/session.js';
import { ActionMenu, type Action } from '../ui/ActionMenuHost.js';
import { copyText } from '../ui/clipboard.js';
import type { ShownMessage } from './rows.js';
import { useSeenBy } from './useSeenBy.js';

/** A message whose actions are asked for, and where they are to appear. */
export interface MenuTarget {
  message: ShownMessage;
  anchor: Element;
}

interface MessageMenuProps {
  target: MenuTarget;
  conversation: string;
  inGroup: boolean;
  onClose: () => void;
}

const SeenByDialog = lazy(() => import('./SeenByDialog.js').then((module) => ({ default: module.SeenByDialog })));

/** One menu for all messages, and what it leads to. */
export function MessageMenu({ target: { message, anchor }, conversation, inGroup, onClose }: MessageMenuProps) {
  const [asking, setAsking] = useState(false);
  const me = useSession((state) => state.user?.id);
  const seq = inGroup && message.from === me ? message.entry?.seq : undefined;
  const seenBy = useSeenBy(conversation, seq);
  if (asking && seq !== undefined) {
    return (
      <Suspense fallback={null}>
        <SeenByDialog conversation={conversation} seq={seq} onClose={onClose} />
      </Suspense>
    );
  }
  const seen: Action = {
    id: 'seen',
    label: seenBy,
    icon: CheckCheck,
    stays: true,
    run: () => {
      setAsking(true);
    },
  };
  const actions = [...actionsOf(message), ...(seq === undefined ? [] : [seen])];
  return <ActionMenu label="Message actions" anchor={anchor} actions={actions} onClose={onClose} />;
}

function actionsOf(message: ShownMessage): Action[] {
  const copy: Action = {
    id: 'copy',
    label: 'Copy text',
    icon: Copy,
    run: () => {
      void copyText(message.body).then((copied) => {
        announce(copied ? 'Copied' : 'The browser did not allow copying');
      });
    },
  };
  if (message.outgoing?.state !== 'failed') return [copy];
  return [
    {
      id: 'retry',
      label: 'Retry',
      icon: RotateCcw,
      run: () => {
        retry(message.id);
      },
    },
    copy,
    {
      id: 'delete',
      label: 'Delete',
      icon: Trash2,
      run: () => {
        discard(message.id);
      },
    },
  ];
}
