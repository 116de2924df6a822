import type { Group } from '@parley/client';
import { deleteGroup } from '../state/group-actions.js';
import { ConfirmDialog } from '../ui/ConfirmDialog.js';
import { counted } from '../ui/words.js';

export function DeleteDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  return (
    <ConfirmDialog title={`Delete ${group.name}?`} action="Delete for everyone" run={() => deleteGroup(group.id)} onClose={onClose}>
      The group ends for {group.memberCount === 1 ? 'you' : `all its ${counted(group.memberCount, 'member')}`}, and what was said in it is
      no longer shown to anybody. This cannot be taken back.
    </ConfirmDialog>
  );
}
