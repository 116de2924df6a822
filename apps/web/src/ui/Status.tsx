import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Status.module.css';

export function Spinner({ label }: { label: string }) {
  return (
    <span className={styles.spinner} role="status">
      <LoaderCircle aria-hidden="true" />
      <span className="visually-hidden">{label}</span>
    </span>
  );
}

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
}

/** What stands where there is nothing yet, and what one can do about it. */
export function EmptyState({ icon: Icon, title, children }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <Icon aria-hidden="true" strokeWidth={1.5} />
      <p className={styles.title}>{title}</p>
      {children}
    </div>
  );
}
