import { useNow } from '../state/clock.js';
import { usePerson } from '../state/people.js';
import { usePresence } from '../state/presence.js';
import { useTyping } from '../state/typing.js';
import { timeAgo } from '../ui/time.js';
import styles from './PresenceText.module.css';

/** Typing, online, or when they last were; the username while nothing of that is known. */
export function PresenceText({ conversation, user }: { conversation: string; user: string | undefined }) {
  const typing = useTyping((state) => user !== undefined && (state.byConversation[conversation]?.includes(user) ?? false));
  const presence = usePresence(user);
  const person = usePerson(user);
  const now = useNow();
  if (typing) return <span className={styles.live}>typing…</span>;
  if (presence?.online) return <span className={styles.live}>online</span>;
  if (presence?.lastSeen !== undefined) return <>last seen {timeAgo(presence.lastSeen, now)}</>;
  return person ? <>@{person.username}</> : null;
}
