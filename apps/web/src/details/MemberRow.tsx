import { ParleyError, type Group, type GroupRole, type Member } from '@parley/client';
import { Crown, Ellipsis, MessageCircle, ShieldCheck, UserMinus, UserRound, type LucideIcon } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useNavigate } from 'react-router';
import { announce } from '../state/announcer.js';
import { startChat } from '../state/conversations.js';
import { removeMember, setRole } from '../state/members.js';
import { nameOf } from '../state/people.js';
import { usePresence } from '../state/presence.js';
import { useSession } from '../state/session.js';
import { ActionMenu, type Action } from '../ui/ActionMenuHost.js';
import { addressOf } from '../ui/address.js';
import { Avatar } from '../ui/Avatar.js';
import { IconButton } from '../ui/Button.js';
import { useInView } from '../ui/useInView.js';
import { actionsOn, type MemberAction } from './rights.js';
import styles from './MemberRow.module.css';

const ConfirmDialog = lazy(() => import('../ui/ConfirmDialog.js').then((module) => ({ default: module.ConfirmDialog })));

const ROLES: Record<GroupRole, string> = { owner: 'Owner', admin: 'Admin', member: '' };

/** A member with role and presence; who is not on the screen is not watched. */
export function MemberRow({ member, group }: { member: Member; group: Group }) {
  const [row, inView] = useInView<HTMLLIElement>();
  const presence = usePresence(inView ? member.id : undefined);
  const me = useSession((state) => state.user?.id);
  const name = nameOf(member);
  return (
    <li ref={row} className={styles.member}>
      <Avatar id={member.id} name={name} size="small" online={presence?.online ?? false} />
      <span className={styles.lines}>
        <span className={styles.name}>
          {name}
          {member.id === me && <span className={styles.you}> (you)</span>}
        </span>
        <span className={styles.username}>@{member.username}</span>
      </span>
      {presence?.online && <span className="visually-hidden">online</span>}
      {member.role !== 'member' && <span className={styles.role}>{ROLES[member.role]}</span>}
      <MemberMenu member={member} group={group} name={name} />
    </li>
  );
}

const ACTIONS: Record<MemberAction, { label: string; icon: LucideIcon; grave?: boolean }> = {
  message: { label: 'Send a message', icon: MessageCircle },
  'make-owner': { label: 'Make owner', icon: Crown },
  'make-admin': { label: 'Make admin', icon: ShieldCheck },
  'make-member': { label: 'Make ordinary member', icon: UserRound },
  remove: { label: 'Remove from group', icon: UserMinus, grave: true },
};

function MemberMenu({ member, group, name }: { member: Member; group: Group; name: string }) {
  const me = useSession((state) => state.user?.id ?? '');
  const [anchor, setAnchor] = useState<Element>();
  const [removing, setRemoving] = useState(false);
  const [problem, setProblem] = useState<string>();
  const navigate = useNavigate();
  const allowed = actionsOn(member, { id: me, role: group.role });
  if (allowed.length === 0) return <span className={styles.noMenu} />;

  async function run(action: MemberAction): Promise<void> {
    setProblem(undefined);
    switch (action) {
      case 'message':
        return void navigate(addressOf(await startChat(member.id)));
      case 'make-owner':
        return setRole(group.id, member.id, 'owner');
      case 'make-admin':
        return setRole(group.id, member.id, 'admin');
      case 'make-member':
        return setRole(group.id, member.id, 'member');
      case 'remove':
        return setRemoving(true);
    }
  }

  const actions: Action[] = allowed.map((id) => ({
    id,
    ...ACTIONS[id],
    run: () => void run(id).catch((error: unknown) => setProblem(why(error))),
  }));
  return (
    <>
      <IconButton label={`Actions for ${name}`} aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}>
        <Ellipsis aria-hidden="true" />
      </IconButton>
      {anchor && <ActionMenu label={`Actions for ${name}`} anchor={anchor} actions={actions} onClose={() => setAnchor(undefined)} />}
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {removing && (
        <Suspense fallback={null}>
          <ConfirmDialog
            title={`Remove ${name}?`}
            action="Remove"
            onClose={() => setRemoving(false)}
            run={async () => {
              await removeMember(group.id, member.id);
              announce(`${name} was removed`);
            }}
          >
            {group.visibility === 'public'
              ? `${name} will no longer see this group, unless they join again.`
              : `${name} will no longer see this group, unless somebody adds or invites them again.`}
          </ConfirmDialog>
        </Suspense>
      )}
    </>
  );
}

function why(error: unknown): string {
  if (error instanceof ParleyError && error.code === 'conflict') return 'The group needs an owner: make somebody else one first.';
  return error instanceof ParleyError ? error.message : 'That did not work. Try again.';
}
