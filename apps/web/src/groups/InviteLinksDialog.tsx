import type { Group, GroupInvite } from '@parley/client';
import { Link2, Trash2 } from 'lucide-react';
import { useCallback, useState, type SubmitEvent } from 'react';
import { useNow } from '../state/clock.js';
import { createInvite, listInvites, revokeInvite } from '../state/group-actions.js';
import { Button, IconButton } from '../ui/Button.js';
import { CopyField } from '../ui/CopyField.js';
import { Dialog } from '../ui/Dialog.js';
import { Select } from '../ui/Field.js';
import { Outcome } from '../ui/Outcome.js';
import { Spinner } from '../ui/Status.js';
import { useAction } from '../ui/useAction.js';
import { useLoaded } from '../ui/useLoaded.js';
import { inviteText } from './invite-text.js';
import { groupLink } from './links.js';
import form from './Form.module.css';
import styles from './InviteLinksDialog.module.css';

/** The links that lead into a group: make one, copy it, take it back. */
export function InviteLinksDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const load = useCallback(() => listInvites(group.id), [group.id]);
  const { value: invites, failed, reload } = useLoaded(load);
  const [made, setMade] = useState<GroupInvite>();
  const others = invites?.filter(({ code }) => code !== made?.code);
  return (
    <Dialog title="Invite links" onClose={onClose}>
      <div className={form.form}>
        <p className={styles.note}>Whoever has a link can join {group.name}.</p>
        <NewLink
          group={group.id}
          onMade={(invite) => {
            setMade(invite);
            reload();
          }}
        />
        {failed && <Button onClick={reload}>The links could not be loaded. Try again</Button>}
        {!invites && !failed && <Spinner label="Loading links" />}
        <ul className={styles.list} aria-label="Links">
          {[...(made ? [made] : []), ...(others ?? [])].map((invite) => (
            <LinkItem
              key={invite.code}
              group={group.id}
              invite={invite}
              onGone={() => {
                setMade(undefined);
                reload();
              }}
            />
          ))}
        </ul>
        {invites?.length === 0 && !made && <p className={styles.note}>There are no links yet.</p>}
      </div>
    </Dialog>
  );
}

const HOUR = 3_600_000;
const EXPIRIES: readonly (readonly [string, number])[] = [
  ['In an hour', HOUR],
  ['In a day', 24 * HOUR],
  ['In 7 days', 7 * 24 * HOUR],
  ['In 30 days', 30 * 24 * HOUR],
  ['Never', 0],
];
const USES: readonly (readonly [string, number])[] = [
  ['As many as like', 0],
  ['One person', 1],
  ['10 people', 10],
  ['100 people', 100],
];

function NewLink({ group, onMade }: { group: string; onMade: (invite: GroupInvite) => void }) {
  const [expiresInMs, setExpiry] = useState(7 * 24 * HOUR);
  const [maxUses, setUses] = useState(0);
  const [state, start] = useAction();
  function submit(event: SubmitEvent) {
    event.preventDefault();
    void start(async () => {
      onMade(await createInvite(group, { expiresInMs, maxUses: maxUses || undefined }));
    });
  }
  return (
    <form className={styles.new} onSubmit={submit}>
      <Select label="Expires" value={expiresInMs} onChange={(event) => setExpiry(Number(event.target.value))}>
        {EXPIRIES.map(([label, ms]) => (
          <option key={ms} value={ms}>
            {label}
          </option>
        ))}
      </Select>
      <Select label="Good for" value={maxUses} onChange={(event) => setUses(Number(event.target.value))}>
        {USES.map(([label, uses]) => (
          <option key={uses} value={uses}>
            {label}
          </option>
        ))}
      </Select>
      <Button type="submit" variant="primary" busy={state.status === 'busy'} className={styles.make ?? ''}>
        <Link2 aria-hidden="true" size={18} /> Create link
      </Button>
      <Outcome state={state} done="" />
    </form>
  );
}

function LinkItem({ group, invite, onGone }: { group: string; invite: GroupInvite; onGone: () => void }) {
  const now = useNow();
  const [state, start] = useAction();
  return (
    <li className={styles.item}>
      <CopyField label="Link" value={groupLink(invite)} />
      <div className={styles.under}>
        <span className={styles.note}>{inviteText(invite, now)}</span>
        <IconButton
          label="Revoke link"
          onClick={() => void start(() => revokeInvite(group, invite.code).then(onGone))}
          aria-busy={state.status === 'busy' || undefined}
        >
          <Trash2 aria-hidden="true" />
        </IconButton>
      </div>
      <Outcome state={state} done="" />
    </li>
  );
}
