import { block } from '../state/people.js';
import { ConfirmDialog } from '../ui/ConfirmDialog.js';

export function BlockDialog({ user, name, onClose }: { user: string; name: string; onClose: () => void }) {
  return (
    <ConfirmDialog title={`Block ${name}?`} action="Block" run={() => block(user)} onClose={onClose}>
      Neither of you will be able to write to the other. What was said stays. You can take it back at any time.
    </ConfirmDialog>
  );
}
