import { CloudOff, Link2Off } from 'lucide-react';
import { useCallback } from 'react';
import { Link, Navigate, useLocation, useParams } from 'react-router';
import { acceptInvite, invitation, openGroup } from '../state/group-actions.js';
import { Button } from '../ui/Button.js';
import { EmptyState, Spinner } from '../ui/Status.js';
import { useLoaded } from '../ui/useLoaded.js';
import { GroupCard, GroupPage } from './GroupCard.js';
import { JoinButton } from './JoinButton.js';
import { unlessGone } from './unless-gone.js';

/** Where the link of an invitation leads: into the group, after a look at what it is. */
export function InvitePage() {
  const { code = '' } = useParams();
  const location = useLocation();
  const load = useCallback(() => unlessGone(invitation(code)), [code]);
  const { value: found, failed, reload } = useLoaded(load);
  // One that has just served to register may have been meant for that alone.
  const spent = (location.state as { registered?: unknown } | null)?.registered === true;
  if (found === 'gone' && spent) return <Navigate to="/" replace />;
  if (found === 'gone' || failed) return <GroupPage>{failed ? <Failed onRetry={reload} /> : <Gone />}</GroupPage>;
  if (!found)
    return (
      <GroupPage>
        <Spinner label="Loading invitation" />
      </GroupPage>
    );
  const { groupId: id, member } = found;
  return (
    <GroupCard lead={member ? 'You are a member of this group' : 'You are invited to join'} group={{ ...found, id }}>
      {member ? <JoinButton action="Open" enter={() => openGroup(id)} /> : <JoinButton action="Join" enter={() => acceptInvite(code)} />}
    </GroupCard>
  );
}

function Gone() {
  return (
    <EmptyState icon={Link2Off} title="This invitation is no longer good">
      <p>It has expired, was used up or taken back, or the address is incomplete. Ask for a new link.</p>
      <Link to="/">Go to your chats</Link>
    </EmptyState>
  );
}

function Failed({ onRetry }: { onRetry: () => void }) {
  return (
    <EmptyState icon={CloudOff} title="The invitation could not be loaded">
      <Button onClick={onRetry}>Try again</Button>
    </EmptyState>
  );
}
