import type { ConversationSummary, OutgoingMessage } from '@parley/client';
import { useNow } from '../state/clock.js';
import { useConversations } from '../state/conversations.js';
import { useDrafts } from '../state/drafts.js';
import { useOutgoing } from '../state/outgoing.js';
import { nameOf, usePerson } from '../state/people.js';
import { usePresence } from '../state/presence.js';
import { useSession } from '../state/session.js';
import { useShown } from '../state/shown.js';
import { useTyping } from '../state/typing.js';
import { Avatar } from '../ui/Avatar.js';
import { DeliveryMark } from '../ui/DeliveryMark.js';
import { deliveryOf } from '../ui/delivery.js';
import { shortTime } from '../ui/time.js';
import styles from './Option.module.css';

export function ConversationOption({ id }: { id: string }) {
  const summary = useConversations((state) => state.byId[id]);
  const user = usePerson(summary?.user);
  const presence = usePresence(summary?.user);
  const waiting = useLastOutgoing(summary?.user);
  const now = useNow();
  if (!summary) return null;
  const at = waiting?.createdAt ?? summary.last?.at;
  return (
    <>
      <Avatar id={summary.user} name={nameOf(user)} online={presence?.online ?? false} />
      <span className={styles.lines}>
        <span className={styles.line}>
          <span className={styles.name}>{nameOf(user)}</span>
          {presence?.online && <span className="visually-hidden">, online</span>}
          {at !== undefined && <time className={styles.time}>{shortTime(at, now)}</time>}
        </span>
        <span className={styles.line}>
          <Preview summary={summary} waiting={waiting} />
          {summary.unread > 0 && (
            <span className={styles.badge}>
              {summary.unread > 999 ? '999+' : summary.unread}
              <span className="visually-hidden"> unread</span>
            </span>
          )}
        </span>
      </span>
    </>
  );
}

function useLastOutgoing(user: string | undefined): OutgoingMessage | undefined {
  return useOutgoing((state) => {
    let last: OutgoingMessage | undefined;
    for (const message of Object.values(state.byId)) if (message.to.user === user) last = message;
    return last;
  });
}

/** One line of what matters most: someone is typing, something is unfinished, or the last message. */
function Preview({ summary, waiting }: { summary: ConversationSummary; waiting: OutgoingMessage | undefined }) {
  const { conversation, last } = summary;
  const typing = useTyping((state) => (state.byConversation[conversation]?.length ?? 0) > 0);
  const draft = useDrafts((state) => state.byConversation[conversation]);
  const shown = useShown((state) => state.conversation === conversation);
  const me = useSession((state) => state.user?.id);
  if (typing) return <span className={`${styles.preview} ${styles.typing}`}>typing…</span>;
  if (draft?.trim() && !shown) {
    return (
      <span className={styles.preview}>
        <span className={styles.draft}>Draft:</span> {draft}
      </span>
    );
  }
  const delivery = waiting ? deliveryOf(waiting.state) : last && last.from === me ? deliveryOf(last.seq, summary.receipt) : undefined;
  return (
    <span className={styles.preview}>
      {delivery && <DeliveryMark delivery={delivery} />}
      {waiting?.body ?? last?.body ?? 'No messages yet'}
    </span>
  );
}
