import { useState } from 'react';
import { mentionPieces } from '../composer/mentions.js';
import { nameOf, useNames, usePeople, type Person } from '../state/people.js';
import { useSession } from '../state/session.js';
import { folded, piecesOf } from './text.js';
import styles from './MessageBody.module.css';

interface MessageBodyProps {
  body: string;
  /** Whom it mentions, by id. */
  mentions: readonly string[];
}

/** The text of a message as it was written: line breaks kept, addresses as links, mentions by name, long ones folded. */
export function MessageBody({ body, mentions }: MessageBodyProps) {
  const [open, setOpen] = useState(false);
  const short = open ? undefined : folded(body);
  return (
    <span className={styles.body} dir="auto">
      {piecesOf(short ?? body).map((piece, index) =>
        piece.kind === 'link' ? (
          <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer">
            {piece.text}
          </a>
        ) : mentions.length > 0 ? (
          <Mentioning key={index} text={piece.text} mentions={mentions} />
        ) : (
          piece.text
        ),
      )}
      {short !== undefined && (
        <>
          …{' '}
          <button
            type="button"
            className={styles.unfold}
            onClick={() => {
              setOpen(true);
            }}
          >
            Show all
          </button>
        </>
      )}
    </span>
  );
}

/** Text with the mentioned people by the names that they have now. */
function Mentioning({ text, mentions }: { text: string; mentions: readonly string[] }) {
  useNames(mentions);
  const people = usePeople((state) => state.byId);
  const me = useSession((state) => state.user?.id);
  const mentioned = mentions.flatMap((id) => people[id] ?? []);
  const find = (username: string): Person | undefined => mentioned.find((person) => person.username === username);
  return mentionPieces(text, find).map((piece, index) =>
    piece.kind === 'text' ? (
      piece.text
    ) : (
      <strong key={index} className={styles.mention} data-me={piece.who.id === me || undefined} title={`@${piece.who.username}`}>
        @{nameOf(piece.who)}
      </strong>
    ),
  );
}
