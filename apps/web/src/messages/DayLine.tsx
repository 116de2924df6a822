import { useNow } from '../state/clock.js';
import { dayName } from '../ui/time.js';
import styles from './DayLine.module.css';

export function DayLine({ at }: { at: number }) {
  const now = useNow();
  return (
    <div className={styles.line} role="separator" aria-label={dayName(at, now)}>
      <span className={styles.day}>{dayName(at, now)}</span>
    </div>
  );
}

/** The day of the topmost message, where its line has scrolled away. The line says it to those who do not see this one. */
export function StickyDay({ at }: { at: number | undefined }) {
  const now = useNow();
  if (at === undefined) return null;
  return (
    <div className={styles.sticky} aria-hidden="true">
      <span className={styles.day}>{dayName(at, now)}</span>
    </div>
  );
}
