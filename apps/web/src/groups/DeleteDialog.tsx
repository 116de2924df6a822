import type { Group } from '@parley/client';
import { useNavigate } from 'react-router';
import { deleteGroup } from '../state/group-actions.js';
import { ConfirmDialog } from '../ui/ConfirmDialog.js';
import { counted } from '../ui/words.js';

export function DeleteDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const navigate = useNavigate();
  return (
    <ConfirmDialog
      title={`Delete ${group.name}?`}
      action="Delete for everyone"
      onClose={onClose}
      run={async () => {
        await deleteGroup(group.id);
        await navigate('/');
      }}
    >
      The group ends for {group.memberCount === 1 ? 'you' : `all its ${counted(group.memberCount, 'member')}`}, and what was said in it is
      no longer shown to anybody. This cannot be taken back.
    </ConfirmDialog>
  );
}
