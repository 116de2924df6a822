import type { Group, GroupChange } from '@parley/client';
import { useState, type SubmitEvent } from 'react';
import { updateGroup } from '../state/group-actions.js';
import { Avatar } from '../ui/Avatar.js';
import { Choice } from '../ui/Choice.js';
import { Dialog } from '../ui/Dialog.js';
import { Field, TextField } from '../ui/Field.js';
import { useAction } from '../ui/useAction.js';
import { FormEnd, problemAt } from './FormEnd.js';
import { VISIBILITIES } from './visibilities.js';
import styles from './Form.module.css';
import edit from './EditGroupDialog.module.css';

const FIELDS = ['name', 'description', 'picture'];

export function EditGroupDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const [name, setName] = useState(group.name);
  const [description, setDescription] = useState(group.description);
  const [picture, setPicture] = useState(group.picture);
  const [visibility, setVisibility] = useState(group.visibility);
  const [state, start] = useAction();
  const change = changed(group, { name: name.trim(), description: description.trim(), picture: picture.trim(), visibility });

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (!name.trim()) return;
    void start(() => updateGroup(group.id, change).then(onClose));
  }

  return (
    <Dialog title="Edit group" onClose={onClose} holdsInput>
      <form className={styles.form} onSubmit={submit} noValidate>
        <Field
          label="Name"
          value={name}
          maxLength={64}
          autoComplete="off"
          autoFocus
          error={name.trim() ? problemAt(state, 'name') : 'A group needs a name.'}
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
        <TextField
          label="Description"
          value={description}
          maxLength={512}
          error={problemAt(state, 'description')}
          onChange={(event) => {
            setDescription(event.target.value);
          }}
        />
        <div className={edit.picture}>
          <Avatar id={group.id} name={name || group.name} picture={picture.trim()} />
          <Field
            label="Picture"
            type="url"
            inputMode="url"
            placeholder="https://"
            hint="Address of a picture on the web; empty for initials."
            value={picture}
            maxLength={1024}
            autoComplete="off"
            error={problemAt(state, 'picture')}
            onChange={(event) => {
              setPicture(event.target.value);
            }}
          />
        </div>
        <Choice legend="Who can join" options={VISIBILITIES} value={visibility} onChange={setVisibility} />
        <FormEnd
          state={state}
          fields={FIELDS}
          action="Save"
          disabled={Object.keys(change).length === 0 || !name.trim()}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}

/** Only what was changed is sent: somebody else may have changed the rest meanwhile. */
function changed(group: Group, wanted: Required<GroupChange>): GroupChange {
  const differs = (key: keyof GroupChange) => wanted[key] !== group[key];
  return Object.fromEntries(Object.entries(wanted).filter(([key]) => differs(key as keyof GroupChange)));
}
