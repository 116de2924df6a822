import { useState } from 'react';
import { folded, piecesOf } from './text.js';
import styles from './MessageBody.module.css';

/** The text of a message as it was written: line breaks kept, addresses as links, long ones folded. */
export function MessageBody({ body }: { body: string }) {
  const [open, setOpen] = useState(false);
  const short = open ? undefined : folded(body);
  return (
    <span className={styles.body} dir="auto">
      {piecesOf(short ?? body).map((piece, index) =>
        piece.kind === 'link' ? (
          <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer">
            {piece.text}
          </a>
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
