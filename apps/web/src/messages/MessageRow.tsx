import { Ellipsis } from 'lucide-react';
import { memo, useEffect, useRef, type CSSProperties } from 'react';
import { useConversations } from '../state/conversations.js';
import { useName } from '../state/people.js';
import { useSession } from '../state/session.js';
import { Avatar, hueOf } from '../ui/Avatar.js';
import { DeliveryMark } from '../ui/DeliveryMark.js';
import { DELIVERY_WORDS, deliveryOf, type Delivery } from '../ui/delivery.js';
import { clockTime, fullTime } from '../ui/time.js';
import { FailedActions } from './FailedActions.js';
import { MessageBody } from './MessageBody.js';
import type { MenuTarget } from './MessageMenu.js';
import type { ShownMessage } from './rows.js';
import { useLongPress } from './useLongPress.js';
import styles from './MessageRow.module.css';

interface MessageRowProps {
  message: ShownMessage;
  conversation: string;
  own: boolean;
  /** In a group the sender is named. */
  inGroup: boolean;
  first: boolean;
  last: boolean;
  focused: boolean;
  onMenu: (target: MenuTarget) => void;
}

/** One message. Drawn again only when it or its own state changes. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, conversation, own, inGroup, first, last, focused, onMenu } = props;
  const delivery = useDelivery(message, conversation, own);
  const sender = useName(message.from);
  const mentioned = useSession((state) => !own && message.mentions.includes(state.user?.id ?? ''));
  const article = useRef<HTMLElement>(null);
  const openMenu = (anchor: Element) => {
    onMenu({ message, anchor });
  };
  const longPress = useLongPress(openMenu);
  useEffect(() => {
    if (focused) article.current?.focus({ preventScroll: true });
  }, [focused]);

  const time = clockTime(message.at);
  const words = [own ? 'You' : sender, message.body, time, mentioned && 'mentions you', delivery && DELIVERY_WORDS[delivery]].filter(
    Boolean,
  );
  return (
    <article
      ref={article}
      className={styles.message}
      aria-label={words.join(', ')}
      tabIndex={-1}
      data-own={own || undefined}
      data-mentioned={mentioned || undefined}
      data-first={first || undefined}
      data-last={last || undefined}
      data-message={message.id}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.target !== article.current) return;
        event.preventDefault();
        openMenu(article.current);
      }}
    >
      <div className={styles.line}>
        {inGroup && !own && <span className={styles.face}>{last && <Avatar id={message.from} name={sender} size="small" />}</span>}
        <div className={styles.bubble} {...longPress}>
          {inGroup && !own && first && <Sender id={message.from} name={sender} />}
          <MessageBody body={message.body} mentions={message.mentions} />
          {(last || delivery) && (
            <span className={styles.meta}>
              {last && <time title={fullTime(message.at)}>{time}</time>}
              {delivery && <DeliveryMark delivery={delivery} />}
            </span>
          )}
        </div>
        <button
          type="button"
          className={styles.more}
          aria-label="Message actions"
          title="Message actions"
          tabIndex={focused ? 0 : -1}
          onClick={(event) => {
            openMenu(event.currentTarget);
          }}
        >
          <Ellipsis aria-hidden="true" />
        </button>
        {!last && (
          <time className={styles.hoverTime} title={fullTime(message.at)}>
            {time}
          </time>
        )}
      </div>
      {message.outgoing?.state === 'failed' && <FailedActions message={message.outgoing} />}
    </article>
  );
});

/** Who wrote it, in the colour of their avatar. */
function Sender({ id, name }: { id: string; name: string }) {
  const hue = { '--hue': hueOf(id) } as CSSProperties;
  return (
    <span className={styles.sender} style={hue} dir="auto">
      {name}
    </span>
  );
}

/** How far one's own message has come; a word, so that a receipt draws only the rows whose word changes. */
function useDelivery({ entry, outgoing }: ShownMessage, conversation: string, own: boolean): Delivery | undefined {
  const reached = useConversations((state) => (own && entry ? deliveryOf(entry.seq, state.byId[conversation]?.receipt) : undefined));
  return reached ?? (outgoing && deliveryOf(outgoing.state));
}
