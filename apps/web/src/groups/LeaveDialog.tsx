import { ParleyError, type Group } from '@parley/client';
import { useNavigate } from 'react-router';
import { leaveGroup } from '../state/group-actions.js';
import { ConfirmDialog } from '../ui/ConfirmDialog.js';

export function LeaveDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const navigate = useNavigate();
  return (
    <ConfirmDialog
      title={`Leave ${group.name}?`}
      action="Leave"
      onClose={onClose}
      run={async () => {
        await leave(group.id);
        await navigate('/');
      }}
    >
      {group.visibility === 'public'
        ? 'Nothing new reaches you, and what was said is no longer shown. You can join again at any time.'
        : 'Nothing new reaches you, and what was said is no longer shown. To come back you have to be added or invited.'}
    </ConfirmDialog>
  );
}

async function leave(id: string): Promise<void> {
  try {
    await leaveGroup(id);
  } catch (error) {
    const last = error instanceof ParleyError && error.code === 'conflict';
    throw last ? new ParleyError('conflict', 'You are the only owner. Make somebody else an owner first, or delete the group.') : error;
  }
}
