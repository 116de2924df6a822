import { SendHorizontal } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../state/client.js';
import { useConversations } from '../state/conversations.js';
import { setDraft, useDrafts } from '../state/drafts.js';
import { sendMessage } from '../state/outgoing.js';
import { nameOf, usePeople, usePerson } from '../state/people.js';
import { IconButton } from '../ui/Button.js';
import { BlockedNotice } from './BlockedNotice.js';
import { COMPOSER_ID } from './focus.js';
import { overLimit } from './limit.js';
import { addressOf } from '../ui/address.js';
import styles from './Composer.module.css';

/** Where one writes; works without a connection, and keeps what was typed over reloads. */
export function Composer({ id }: { id: string }) {
  const user = useConversations((state) => state.byId[id]?.user);
  const blocked = usePeople((state) => user !== undefined && (state.blocked?.has(user) ?? false));
  if (!user) return null;
  return blocked ? <BlockedNotice user={user} /> : <Writer id={id} user={user} />;
}

function Writer({ id, user }: { id: string; user: string }) {
  const text = useDrafts((state) => state.byConversation[id] ?? '');
  const name = nameOf(usePerson(user));
  const area = useGrowing(text);
  const navigate = useNavigate();
  const over = overLimit(text);
  const sendable = text.trim() !== '' && over === 0;
  useEffect(() => {
    // A phone would bring up its keyboard over what was just opened.
    if (window.matchMedia('(hover: hover)').matches) area.current?.focus();
  }, [area]);

  function send() {
    if (!sendable) return;
    setDraft(id, '');
    sendMessage(user, text.trim());
    area.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    // Safari says only by this number that the Enter which ends a composition belongs to the input method.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key === 'Enter' && !event.shiftKey && !composing) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && !composing) {
      void navigate(addressOf(id), { replace: true });
    }
  }

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className={styles.inner}>
        <textarea
          ref={area}
          id={COMPOSER_ID}
          className={styles.text}
          rows={1}
          dir="auto"
          aria-label={`Message to ${name}`}
          aria-describedby={over > 0 ? 'composer-limit' : undefined}
          placeholder="Write a message"
          enterKeyHint="send"
          value={text}
          onChange={(event) => {
            setDraft(id, event.target.value);
            if (event.target.value) client.typing(id);
          }}
          onKeyDown={onKeyDown}
        />
        <IconButton label="Send" type="submit" className={styles.send ?? ''} aria-disabled={!sendable}>
          <SendHorizontal aria-hidden="true" />
        </IconButton>
      </div>
      {over > 0 && (
        <p id="composer-limit" className={styles.limit} role="alert">
          This is too long to be one message, by about {over} characters.
        </p>
      )}
    </form>
  );
}

/** A text area that is as high as its text, up to the limit in the style sheet; beyond it scrolls. */
function useGrowing(text: string): RefObject<HTMLTextAreaElement | null> {
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
  return area;
}
