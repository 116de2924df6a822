import { useConnection, type ConnectionNotice } from '../state/connection.js';
import styles from './ConnectionBanner.module.css';

const WORDS: Record<NonNullable<ConnectionNotice>, string> = {
  connecting: 'Connecting…',
  offline: 'Offline — messages will be sent when you are back',
  'catching-up': 'Catching up…',
};

/** A line above everything while messages cannot come and go; it takes its own room and covers nothing. */
export function ConnectionBanner() {
  const notice = useConnection((state) => state.notice);
  return (
    <div className={styles.banner} role="status" data-notice={notice}>
      {notice && WORDS[notice]}
    </div>
  );
}
