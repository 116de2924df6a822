import type { LucideIcon } from 'lucide-react';
import { Menu, MenuItem, Popover } from 'react-aria-components';
import styles from './ActionMenu.module.css';

export interface Action {
  id: string;
  label: string;
  icon: LucideIcon;
  /** Something that one may regret. */
  grave?: boolean;
  /** What opened the menu stays to show what it leads to. */
  stays?: boolean;
  run: () => void;
}

export interface ActionMenuProps {
  label: string;
  /** What it appears beside, and what gets the focus back. */
  anchor: Element;
  actions: readonly Action[];
  onClose: () => void;
}

export function ActionMenu({ label, anchor, actions, onClose }: ActionMenuProps) {
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
        aria-label={label}
        className={styles.menu ?? ''}
        autoFocus="first"
        onAction={(key) => {
          const action = actions.find(({ id }) => id === key);
          if (!action?.stays) onClose();
          action?.run();
        }}
      >
        {actions.map(({ id, label: text, icon: Icon, grave }) => (
          <MenuItem key={id} id={id} textValue={text} className={`${styles.item ?? ''} ${grave ? (styles.grave ?? '') : ''}`}>
            <Icon aria-hidden="true" /> <span className={styles.text}>{text}</span>
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  );
}
