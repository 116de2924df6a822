import type { Group } from '@parley/client';
import { useState, type SubmitEvent } from 'react';
import { announce } from '../state/announcer.js';
import { addMembers, useMembers } from '../state/members.js';
import { nameOf, type Person } from '../state/people.js';
import { Dialog } from '../ui/Dialog.js';
import { useAction } from '../ui/useAction.js';
import { FormEnd, problemAt } from './FormEnd.js';
import { PeoplePicker } from './PeoplePicker.js';
import styles from './Form.module.css';

export function AddPeopleDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const [chosen, setChosen] = useState<readonly Person[]>([]);
  const [state, start] = useAction();
  const members = useMembers((store) => store.byGroup[group.id]?.members);
  const present = new Set(members?.map(({ id }) => id));

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (chosen.length === 0) return;
    void start(async () => {
      await addMembers(
        group.id,
        chosen.map(({ id }) => id),
      );
      announce(`Added ${chosen.map(nameOf).join(', ')}`);
      onClose();
    });
  }

  return (
    <Dialog title={`Add people to ${group.name}`} onClose={onClose} holdsInput>
      <form className={styles.form} onSubmit={submit}>
        <PeoplePicker
          label="People"
          chosen={chosen}
          onChange={setChosen}
          without={present}
          error={problemAt(state, 'userIds')}
          autoFocus
          inline
        />
        <FormEnd
          state={state}
          fields={['userIds']}
          action={chosen.length > 1 ? `Add ${chosen.length} people` : 'Add'}
          disabled={chosen.length === 0}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
