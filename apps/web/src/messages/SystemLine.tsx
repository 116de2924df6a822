import { memo, useEffect, useRef } from 'react';
import { clockTime, fullTime } from '../ui/time.js';
import type { ShownSystem } from './rows.js';
import { useSystemText } from './useSystemText.js';
import styles from './SystemLine.module.css';

/** A change of the group, quietly in its place. */
export const SystemLine = memo(function SystemLine({ entry, focused }: { entry: ShownSystem; focused: boolean }) {
  const text = useSystemText(entry);
  const article = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focused) article.current?.focus({ preventScroll: true });
  }, [focused]);
  return (
    <article ref={article} className={styles.line} aria-label={`${text}, ${clockTime(entry.at)}`} tabIndex={-1} title={fullTime(entry.at)}>
      <span className={styles.text} dir="auto">
        {text}
      </span>
    </article>
  );
});
