import type { ReactNode } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import buttons from './Button.module.css';

interface BackLinkProps {
  /** Where it leads: the view that this one was opened from. */
  to: string;
  label: string;
  className?: string | undefined;
  children: ReactNode;
}

/** What a link into a view says, so that its way back is the browser's own when one came from there. */
export function cameFrom(address: string): { from: string } {
  return { from: address };
}

/**
 * One step back. If that is where one came from it is the browser's step back, so that its history does not grow by going to and
 * fro; after a reload or a shared address it is a link like any other.
 */
export function BackLink({ to, label, className = '', children }: BackLinkProps) {
  const location = useLocation();
  const navigate = useNavigate();
  const from: unknown = (location.state as { from?: unknown } | null)?.from;
  return (
    <Link
      to={to}
      replace
      className={`${buttons.icon} ${className}`}
      aria-label={label}
      title={label}
      onClick={(event) => {
        if (from !== to || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        void navigate(-1);
      }}
    >
      {children}
    </Link>
  );
}
