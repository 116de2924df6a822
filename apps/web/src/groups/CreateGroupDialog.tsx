import type { HistoryPolicy } from '@parley/client';
import { useState, type SubmitEvent } from 'react';
import { useNavigate } from 'react-router';
import { createGroup } from '../state/group-actions.js';
import { forgetGroupDraft, setGroupDraft, useGroupDraft } from '../state/group-draft.js';
import { addressOf } from '../ui/address.js';
import { Choice, type ChoiceOption } from '../ui/Choice.js';
import { Dialog } from '../ui/Dialog.js';
import { Field, TextField } from '../ui/Field.js';
import { useAction } from '../ui/useAction.js';
import { FormEnd, problemAt } from './FormEnd.js';
import { PeoplePicker } from './PeoplePicker.js';
import { VISIBILITIES } from './visibilities.js';
import styles from './Form.module.css';

const HISTORIES: readonly ChoiceOption<HistoryPolicy>[] = [
  {
    value: 'since_join',
    label: 'From when they join',
    hint: 'What was said before stays among those who were there. This cannot be changed later.',
  },
  { value: 'full', label: 'Everything', hint: 'Whoever joins can read it from the beginning. This cannot be changed later.' },
];

const FIELDS = ['name', 'description', 'members'];

export function CreateGroupDialog({ onClose }: { onClose: () => void }) {
  const { name, description, visibility, history, members } = useGroupDraft();
  const [unnamed, setUnnamed] = useState(false);
  const [state, start] = useAction();
  const navigate = useNavigate();

  function submit(event: SubmitEvent) {
    event.preventDefault();
    setUnnamed(!name.trim());
    if (!name.trim()) return;
    void start(async () => {
      const group = { name: name.trim(), description: description.trim(), visibility, history, members: members.map(({ id }) => id) };
      const conversation = await createGroup(group);
      forgetGroupDraft();
      onClose();
      await navigate(addressOf(conversation));
    });
  }

  function cancel() {
    forgetGroupDraft();
    onClose();
  }

  return (
    <Dialog title="New group" onClose={onClose} holdsInput>
      <form className={styles.form} onSubmit={submit} noValidate>
        <Field
          label="Name"
          value={name}
          maxLength={64}
          autoComplete="off"
          autoFocus
          error={unnamed && !name.trim() ? 'Give the group a name.' : problemAt(state, 'name')}
          onChange={(event) => {
            setGroupDraft({ name: event.target.value });
          }}
        />
        <PeoplePicker
          label="People"
          chosen={members}
          onChange={(chosen) => setGroupDraft({ members: chosen })}
          error={problemAt(state, 'members')}
        />
        <TextField
          label="Description"
          rows={2}
          value={description}
          maxLength={512}
          error={problemAt(state, 'description')}
          onChange={(event) => {
            setGroupDraft({ description: event.target.value });
          }}
        />
        <Choice
          legend="Who can join"
          options={VISIBILITIES}
          value={visibility}
          onChange={(chosen) => setGroupDraft({ visibility: chosen })}
        />
        <Choice
          legend="What new members can read"
          options={HISTORIES}
          value={history}
          onChange={(chosen) => setGroupDraft({ history: chosen })}
        />
        <FormEnd state={state} fields={FIELDS} action="Create group" onCancel={cancel} />
      </form>
    </Dialog>
  );
}
