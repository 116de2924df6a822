import type { Group } from '@parley/client';
import { Globe, Link2, Lock, LogOut, Pencil, Trash2, UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useGroup } from '../state/groups.js';
import { Avatar } from '../ui/Avatar.js';
import { Button, IconButton } from '../ui/Button.js';
import { counted } from '../ui/words.js';
import { MemberSection } from './MemberSection.js';
import { mayManage } from './rights.js';
import panel from './DetailsPanel.module.css';
import styles from './GroupDetails.module.css';

const EditGroupDialog = lazy(() => import('../groups/EditGroupDialog.js').then((module) => ({ default: module.EditGroupDialog })));
const AddPeopleDialog = lazy(() => import('../groups/AddPeopleDialog.js').then((module) => ({ default: module.AddPeopleDialog })));
const InviteLinksDialog = lazy(() => import('../groups/InviteLinksDialog.js').then((module) => ({ default: module.InviteLinksDialog })));
const LeaveDialog = lazy(() => import('../groups/LeaveDialog.js').then((module) => ({ default: module.LeaveDialog })));
const DeleteDialog = lazy(() => import('../groups/DeleteDialog.js').then((module) => ({ default: module.DeleteDialog })));

type Open = 'edit' | 'add' | 'links' | 'leave' | 'delete';

/** What the group is, who is in it, and what one's role allows. */
export function GroupDetails({ id, former }: { id: string; former: boolean }) {
  const group = useGroup(id);
  const [open, setOpen] = useState<Open>();
  if (!group) return null;
  const manager = mayManage(group.role) && !former;
  return (
    <>
      <div className={panel.profile}>
        <Avatar id={group.id} name={group.name} picture={group.picture} size="large" />
        <div className={styles.nameLine}>
          <p className={panel.name}>{group.name}</p>
          {manager && (
            <IconButton label="Edit group" onClick={() => setOpen('edit')}>
              <Pencil aria-hidden="true" />
            </IconButton>
          )}
        </div>
        <p className={panel.muted}>{former ? 'You are no longer a member' : counted(group.memberCount, 'member')}</p>
        {group.description && (
          <p className={styles.description} dir="auto">
            {group.description}
          </p>
        )}
        <Kind group={group} />
      </div>
      {!former && (
        <>
          <div className={`${panel.actions} ${styles.actions}`}>
            {manager && (
              <>
                <Button onClick={() => setOpen('add')}>
                  <UserPlus aria-hidden="true" size={18} /> Add people
                </Button>
                <Button onClick={() => setOpen('links')}>
                  <Link2 aria-hidden="true" size={18} /> Invite links
                </Button>
              </>
            )}
            <Button variant="danger" onClick={() => setOpen('leave')}>
              <LogOut aria-hidden="true" size={18} /> Leave
            </Button>
            {group.role === 'owner' && (
              <Button variant="danger" onClick={() => setOpen('delete')}>
                <Trash2 aria-hidden="true" size={18} /> Delete
              </Button>
            )}
          </div>
          <MemberSection group={group} />
          <Suspense fallback={null}>
            <OpenDialog open={open} group={group} onClose={() => setOpen(undefined)} />
          </Suspense>
        </>
      )}
    </>
  );
}

function Kind({ group: { visibility, history } }: { group: Group }) {
  const open = visibility === 'public';
  const Icon = open ? Globe : Lock;
  return (
    <p className={styles.kind}>
      <Icon aria-hidden="true" />
      <span>
        {open ? 'Public: anyone can find and join it.' : 'Private: people are added or invited.'}{' '}
        {history === 'full' ? 'New members see everything.' : 'New members see only what comes after they joined.'}
      </span>
    </p>
  );
}

function OpenDialog({ open, group, onClose }: { open: Open | undefined; group: Group; onClose: () => void }) {
  switch (open) {
    case 'edit':
      return <EditGroupDialog group={group} onClose={onClose} />;
    case 'add':
      return <AddPeopleDialog group={group} onClose={onClose} />;
    case 'links':
      return <InviteLinksDialog group={group} onClose={onClose} />;
    case 'leave':
      return <LeaveDialog group={group} onClose={onClose} />;
    case 'delete':
      return <DeleteDialog group={group} onClose={onClose} />;
    case undefined:
      return null;
  }
}
