import { Ellipsis } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { useConversations } from '../state/conversations.js';
import { nameOf, usePerson } from '../state/people.js';
import { DeliveryMark } from '../ui/DeliveryMark.js';
import { DELIVERY_WORDS, deliveryOf, type Delivery } from '../ui/delivery.js';
import { clockTime, fullTime } from '../ui/time.js';
import { FailedActions } from './FailedActions.js';
import { MessageBody } from './MessageBody.js';
import type { MenuTarget } from './MessageMenuHost.js';
import type { ShownMessage } from './rows.js';
import { useLongPress } from './useLongPress.js';
import styles from './MessageRow.module.css';

interface MessageRowProps {
  message: ShownMessage;
  conversation: string;
  own: boolean;
  first: boolean;
  last: boolean;
  focused: boolean;
  onMenu: (target: MenuTarget) => void;
}

/** One message. Drawn again only when it or its own state changes. */
export const MessageRow = memo(function MessageRow({ message, conversation, own, first, last, focused, onMenu }: MessageRowProps) {
  const delivery = useDelivery(message, conversation, own);
  const sender = nameOf(usePerson(message.from));
  const article = useRef<HTMLElement>(null);
  const openMenu = (anchor: Element) => {
    onMenu({ message, anchor });
  };
  const longPress = useLongPress(openMenu);
  useEffect(() => {
    if (focused) article.current?.focus({ preventScroll: true });
  }, [focused]);

  const time = clockTime(message.at);
  const words = [own ? 'You' : sender, message.body, time, delivery && DELIVERY_WORDS[delivery]].filter(Boolean);
  return (
    <article
      ref={article}
      className={styles.message}
      aria-label={words.join(', ')}
      tabIndex={-1}
      data-own={own || undefined}
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
        <div className={styles.bubble} {...longPress}>
          <MessageBody body={message.body} />
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

/** How far one's own message has come; a word, so that a receipt draws only the rows whose word changes. */
function useDelivery({ entry, outgoing }: ShownMessage, conversation: string, own: boolean): Delivery | undefined {
  const reached = useConversations((state) => (own && entry ? deliveryOf(entry.seq, state.byId[conversation]?.receipt) : undefined));
  return reached ?? (outgoing && deliveryOf(outgoing.state));
}
