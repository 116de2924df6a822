import { Copy, RotateCcw, Trash2, type LucideIcon } from 'lucide-react';
import { Menu, MenuItem, Popover } from 'react-aria-components';
import { announce } from '../state/announcer.js';
import { discard, retry } from '../state/outgoing.js';
import type { MenuTarget } from './MessageMenuHost.js';
import type { ShownMessage } from './rows.js';
import styles from './MessageMenu.module.css';

interface Action {
  id: string;
  label: string;
  icon: LucideIcon;
  run: () => void;
}

export function MessageMenu({ target: { message, anchor }, onClose }: { target: MenuTarget; onClose: () => void }) {
  const actions = actionsOf(message);
  return (
    <Popover
      isOpen
      triggerRef={{ current: anchor }}
      placement="bottom"
      className={styles.popover ?? ''}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Menu
        aria-label="Message actions"
        className={styles.menu ?? ''}
        autoFocus="first"
        onAction={(key) => {
          actions.find(({ id }) => id === key)?.run();
          onClose();
        }}
      >
        {actions.map(({ id, label, icon: Icon }) => (
          <MenuItem key={id} id={id} className={styles.item ?? ''}>
            <Icon aria-hidden="true" /> {label}
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  );
}

function actionsOf(message: ShownMessage): Action[] {
  const copy: Action = { id: 'copy', label: 'Copy text', icon: Copy, run: () => void copyText(message.body) };
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

async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    announce('Copied');
  } catch {
    announce('The browser did not allow copying');
  }
}
