import styles from './UnreadLine.module.css';

export function UnreadLine() {
  return (
    <div className={styles.line} role="separator" aria-label="New messages">
      <span>New messages</span>
    </div>
  );
}
