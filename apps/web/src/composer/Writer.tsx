import { SendHorizontal } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../state/client.js';
import { setDraft, useDrafts } from '../state/drafts.js';
import { sendMessage } from '../state/outgoing.js';
import { usePeople } from '../state/people.js';
import type { Peer } from '../state/peers.js';
import { addressOf } from '../ui/address.js';
import { IconButton } from '../ui/Button.js';
import { COMPOSER_ID } from './focus.js';
import { overLimit } from './limit.js';
import { MentionList } from './MentionList.js';
import { mentionedIn } from './mentions.js';
import { useMentions } from './useMentions.js';
import styles from './Composer.module.css';

/** Works without a connection, and keeps what was typed over reloads. */
export function Writer({ id, peer }: { id: string; peer: Peer }) {
  const text = useDrafts((state) => state.byConversation[id] ?? '');
  const area = useGrowing(text);
  const navigate = useNavigate();
  const over = overLimit(text);
  const sendable = text.trim() !== '' && over === 0;
  const mentions = useMentions({ text, area, group: peer.group, onChange: (changed) => setDraft(id, changed) });
  useEffect(() => {
    // A phone would bring up its keyboard over what was just opened.
    if (window.matchMedia('(hover: hover)').matches) area.current?.focus();
  }, [area]);

  function send() {
    if (!sendable) return;
    setDraft(id, '');
    mentions.close();
    post(peer, text.trim());
    area.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    // Safari says only by this number that the Enter which ends a composition belongs to the input method.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (composing || mentions.onKeyDown(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape') {
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
        {mentions.open && <MentionList {...mentions} />}
        <textarea
          ref={area}
          id={COMPOSER_ID}
          className={styles.text}
          rows={1}
          dir="auto"
          aria-label={`Message to ${peer.name}`}
          aria-describedby={over > 0 ? 'composer-limit' : undefined}
          aria-autocomplete={peer.group === undefined ? undefined : 'list'}
          aria-controls={mentions.open ? mentions.listId : undefined}
          aria-activedescendant={mentions.open ? mentions.idOf(mentions.active) : undefined}
          placeholder="Write a message"
          enterKeyHint="send"
          value={text}
          onChange={(event) => {
            setDraft(id, event.target.value);
            mentions.onCaret(event.target);
            if (event.target.value) client.typing(id);
          }}
          onSelect={(event) => {
            mentions.onCaret(event.currentTarget);
          }}
          onBlur={mentions.close}
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

function post({ user, group }: Peer, body: string): void {
  if (group === undefined) {
    if (user !== undefined) sendMessage({ user }, body);
    return;
  }
  const byName = new Map(Object.values(usePeople.getState().byId).map((person) => [person.username, person]));
  const mentions = mentionedIn(body, (username) => byName.get(username));
  sendMessage({ group }, body, mentions);
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
