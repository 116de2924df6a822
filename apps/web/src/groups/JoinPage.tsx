import { SearchX } from 'lucide-react';
import { useCallback } from 'react';
import { useParams } from 'react-router';
import { joinGroup, openGroup, publicGroup } from '../state/group-actions.js';
import { Button } from '../ui/Button.js';
import { EmptyState, Spinner } from '../ui/Status.js';
import { useLoaded } from '../ui/useLoaded.js';
import { GroupCard, GroupPage } from './GroupCard.js';
import { JoinButton } from './JoinButton.js';

/** A public group, before one joins it. */
export function JoinPage() {
  const { group: id = '' } = useParams();
  const load = useCallback(() => publicGroup(id), [id]);
  const { value: group, failed, reload } = useLoaded(load);
  if (failed)
    return (
      <GroupPage>
        <EmptyState icon={SearchX} title="This group is not here">
          <p>It may be private, or it was deleted.</p>
          <Button onClick={reload}>Try again</Button>
        </EmptyState>
      </GroupPage>
    );
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
