import { Logo } from '../ui/Logo.js';
import styles from './Splash.module.css';

/** While it is not known yet who is there. Says something only when that takes long. */
export function Splash({ unreachable }: { unreachable: boolean }) {
  return (
    <main className={styles.splash}>
      <Logo />
      <p role="status" className={styles.note}>
        {unreachable ? 'The server cannot be reached. Trying again…' : <span className="visually-hidden">Loading</span>}
      </p>
    </main>
  );
}
