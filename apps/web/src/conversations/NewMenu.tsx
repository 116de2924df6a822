import { Globe, Link2, Plus, UserRoundSearch, UsersRound } from 'lucide-react';
import { useState } from 'react';
import type { Overlay } from '../shell/overlay.js';
import { ActionMenu, type Action } from '../ui/ActionMenuHost.js';
import { IconButton } from '../ui/Button.js';

/** Everything that one can begin. */
export function NewMenu({ onOpen }: { onOpen: (overlay: Overlay) => void }) {
  const [anchor, setAnchor] = useState<Element>();
  const opens = (overlay: Overlay) => () => {
    onOpen(overlay);
  };
  const actions: Action[] = [
    { id: 'chat', label: 'New chat', icon: UserRoundSearch, run: opens('new-chat') },
    { id: 'group', label: 'New group', icon: UsersRound, run: opens('new-group') },
    { id: 'public', label: 'Public groups', icon: Globe, run: opens('public-groups') },
    { id: 'invite', label: 'Invite someone', icon: Link2, run: opens('invite') },
  ];
  return (
    <>
      <IconButton
        label="New"
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        onClick={(event) => {
          setAnchor(event.currentTarget);
        }}
      >
        <Plus aria-hidden="true" />
      </IconButton>
      {anchor && (
        <ActionMenu
          label="New"
          anchor={anchor}
          actions={actions}
          onClose={() => {
            setAnchor(undefined);
          }}
        />
      )}
    </>
  );
}
