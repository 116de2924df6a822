import type { ConversationSummary, OutgoingMessage } from '@parley/client';
import { AtSign } from 'lucide-react';
import { isSystem, type SystemEntry } from '../messages/system-text.js';
import { useSystemText } from '../messages/useSystemText.js';
import { useTypingText } from '../messages/useTypingText.js';
import { useNow } from '../state/clock.js';
import { useConversations } from '../state/conversations.js';
import { useDrafts } from '../state/drafts.js';
import { goesTo, useOutgoing } from '../state/outgoing.js';
import { usePeer } from '../state/peers.js';
import { useName } from '../state/people.js';
import { usePresence } from '../state/presence.js';
import { useSession } from '../state/session.js';
import { useShown } from '../state/shown.js';
import { Avatar } from '../ui/Avatar.js';
import { DeliveryMark } from '../ui/DeliveryMark.js';
import { deliveryOf } from '../ui/delivery.js';
import { shortTime } from '../ui/time.js';
import styles from './Option.module.css';

export function ConversationOption({ id }: { id: string }) {
  const summary = useConversations((state) => state.byId[id]);
  const peer = usePeer(id);
  const presence = usePresence(peer.user);
  const waiting = useLastOutgoing(summary);
  const now = useNow();
  if (!summary) return null;
  const at = waiting?.createdAt ?? summary.at;
  return (
    <>
      <Avatar id={peer.id} name={peer.name} picture={peer.picture} online={presence?.online ?? false} />
      <span className={styles.lines}>
        <span className={styles.line}>
          <span className={styles.name}>{peer.name}</span>
          {peer.group !== undefined && <span className="visually-hidden">, group</span>}
          {presence?.online && <span className="visually-hidden">, online</span>}
          {at > 0 && <time className={styles.time}>{shortTime(at, now)}</time>}
        </span>
        <span className={styles.line}>
          <Preview summary={summary} waiting={waiting} />
          <Badges unread={summary.unread} mentions={summary.mentions} />
        </span>
      </span>
    </>
  );
}

function Badges({ unread, mentions }: { unread: number; mentions: number }) {
  if (unread === 0) return null;
  return (
    <>
      {mentions > 0 && (
        <span className={`${styles.badge} ${styles.mention}`}>
          <AtSign aria-hidden="true" />
          <span className="visually-hidden">{mentions === 1 ? '1 mention of you' : `${mentions} mentions of you`}, </span>
        </span>
      )}
      <span className={styles.badge}>
        {unread > 999 ? '999+' : unread}
        <span className="visually-hidden"> unread</span>
      </span>
    </>
  );
}

function useLastOutgoing(summary: ConversationSummary | undefined): OutgoingMessage | undefined {
  return useOutgoing((state) => {
    let last: OutgoingMessage | undefined;
    for (const message of Object.values(state.byId)) if (goesTo(message, summary)) last = message;
    return last;
  });
}

/** One line of what matters most: someone is typing, something is unfinished, or the last message. */
function Preview({ summary, waiting }: { summary: ConversationSummary; waiting: OutgoingMessage | undefined }) {
  const { conversation, group } = summary;
  const typing = useTypingText(conversation);
  const draft = useDrafts((state) => state.byConversation[conversation]);
  const shown = useShown((state) => state.conversation === conversation);
  const change = useConversations((state) => state.changes[conversation]);
  if (typing) return <span className={`${styles.preview} ${styles.typing}`}>{group === undefined ? 'typing…' : typing}</span>;
  if (draft?.trim() && !shown) {
    return (
      <span className={styles.preview}>
        <span className={styles.draft}>Draft:</span> {draft}
      </span>
    );
  }
  if (!waiting && change && isSystem(change) && change.seq > (summary.last?.seq ?? 0)) return <ChangePreview entry={change} />;
  return <MessagePreview summary={summary} waiting={waiting} />;
}

function ChangePreview({ entry }: { entry: SystemEntry }) {
  return <span className={styles.preview}>{useSystemText(entry)}</span>;
}

function MessagePreview({ summary, waiting }: { summary: ConversationSummary; waiting: OutgoingMessage | undefined }) {
  const me = useSession((state) => state.user?.id);
  const { last, group } = summary;
  const mine = waiting !== undefined || (last !== undefined && last.from === me);
  // Of a group that was not opened yet nobody's receipt is known: rather nothing than too little.
  const told = group === undefined || summary.receipt !== undefined;
  const delivery = waiting ? deliveryOf(waiting.state) : last && mine && told ? deliveryOf(last.seq, summary.receipt) : undefined;
  return (
    <span className={styles.preview}>
      {delivery && <DeliveryMark delivery={delivery} />}
      {group !== undefined && last && (mine ? 'You: ' : <Sender id={last.from} />)}
      {waiting?.body ?? last?.body ?? 'No messages yet'}
    </span>
  );
}

function Sender({ id }: { id: string }) {
  return <span className={styles.sender}>{useName(id)}: </span>;
}
