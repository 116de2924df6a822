import { useCallback, useState } from 'react';
import { ParleyError } from '@parley/client';
import { inviteSomeone } from '../state/group-actions.js';
import { Button } from '../ui/Button.js';
import { CopyField } from '../ui/CopyField.js';
import { Dialog } from '../ui/Dialog.js';
import { Spinner } from '../ui/Status.js';
import { useLoaded } from '../ui/useLoaded.js';
import { registrationLink } from './links.js';
import form from './Form.module.css';
import styles from './InviteLinksDialog.module.css';

/** A link with which somebody can register here. */
export function InviteSomeoneDialog({ onClose }: { onClose: () => void }) {
  const [why, setWhy] = useState<string>();
  const load = useCallback(
    () =>
      inviteSomeone().catch((error: unknown) => {
        setWhy(error instanceof ParleyError && error.code !== 'unavailable' ? error.message : undefined);
        throw error;
      }),
    [],
  );
  const { value: invite, failed, reload } = useLoaded(load);
  return (
    <Dialog title="Invite someone" onClose={onClose}>
      <div className={form.form}>
        {invite && (
          <>
            <CopyField label="Link" value={registrationLink(invite)} />
            <p className={styles.note}>One person can create an account with this link within 7 days.</p>
          </>
        )}
        {!invite && !failed && <Spinner label="Making a link" />}
        {failed && (
          <>
            <p role="alert">{why ?? 'The link could not be made. Check your connection.'}</p>
            <Button onClick={reload}>Try again</Button>
          </>
        )}
      </div>
    </Dialog>
  );
}
