import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Avatar } from '../ui/Avatar.js';
import { BackLink } from '../ui/BackLink.js';
import { counted } from '../ui/words.js';
import styles from './GroupCard.module.css';

interface GroupCardProps {
  /** What the reader is told before the name. */
  lead: string;
  group: { id: string; name: string; description: string; picture: string; memberCount: number };
  /** What one can do. */
  children: ReactNode;
}

/** A group as it is shown to somebody who may come in. */
export function GroupCard({ lead, group, children }: GroupCardProps) {
  return (
    <GroupPage>
      <div className={styles.card}>
        <p className={styles.muted}>{lead}</p>
        <Avatar id={group.id} name={group.name} picture={group.picture} size="large" />
        <h2 className={styles.name}>{group.name}</h2>
        <p className={styles.muted}>{counted(group.memberCount, 'member')}</p>
        {group.description && (
          <p className={styles.description} dir="auto">
            {group.description}
          </p>
        )}
        <div className={styles.actions}>{children}</div>
      </div>
    </GroupPage>
  );
}

/** The view around it, with the way back that a phone needs. */
export function GroupPage({ children }: { children: ReactNode }) {
  return (
    <main className={styles.page}>
      <BackLink to="/" label="Back to chats" className={styles.back}>
        <ArrowLeft aria-hidden="true" />
      </BackLink>
      {children}
    </main>
  );
}
