import { CloudOff, SearchX } from 'lucide-react';
import { useCallback } from 'react';
import { Link, useParams } from 'react-router';
import { joinGroup, openGroup, publicGroup } from '../state/group-actions.js';
import { Button } from '../ui/Button.js';
import { EmptyState, Spinner } from '../ui/Status.js';
import { useLoaded } from '../ui/useLoaded.js';
import { GroupCard, GroupPage } from './GroupCard.js';
import { JoinButton } from './JoinButton.js';
import { unlessGone } from './unless-gone.js';

/** A public group, before one joins it. */
export function JoinPage() {
  const { group: id = '' } = useParams();
  const load = useCallback(() => unlessGone(publicGroup(id)), [id]);
  const { value: group, failed, reload } = useLoaded(load);
  if (failed || group === 'gone') return <GroupPage>{failed ? <Failed onRetry={reload} /> : <Gone />}</GroupPage>;
  if (!group)
    return (
      <GroupPage>
        <Spinner label="Loading group" />
      </GroupPage>
    );
  return (
    <GroupCard lead="Public group" group={group}>
      {group.role ? <JoinButton action="Open" enter={() => openGroup(id)} /> : <JoinButton action="Join" enter={() => joinGroup(id)} />}
    </GroupCard>
  );
}

function Gone() {
  return (
    <EmptyState icon={SearchX} title="This group is not here">
      <p>It may be private, or it was deleted.</p>
      <Link to="/">Go to your chats</Link>
    </EmptyState>
  );
}

function Failed({ onRetry }: { onRetry: () => void }) {
  return (
    <EmptyState icon={CloudOff} title="The group could not be loaded">
      <Button onClick={onRetry}>Try again</Button>
    </EmptyState>
  );
}
