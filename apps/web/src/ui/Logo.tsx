import styles from './Logo.module.css';

/** The mark: a speech bubble with room for words. Decorative. */
export function Logo() {
  return (
    <svg className={styles.logo} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" className={styles.ground} />
      <path d="M8 9.5h11a4 4 0 0 1 4 4v2a4 4 0 0 1-4 4h-5.5L9 23.4V19.5H8z" className={styles.ink} />
      <circle cx="12.4" cy="14.5" r="1.3" className={styles.ground} />
      <circle cx="16" cy="14.5" r="1.3" className={styles.ground} />
      <circle cx="19.6" cy="14.5" r="1.3" className={styles.ground} />
    </svg>
  );
}
