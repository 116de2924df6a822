import type { Receipt, ReceiptPage } from '@parley/client';
import { useEffect, useState } from 'react';
import { useShallow } from 'zustand/shallow';
import { useName, usePeople } from '../state/people.js';
import { receiptsOf, useReceipts } from '../state/receipts.js';
import { Avatar } from '../ui/Avatar.js';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import { Spinner } from '../ui/Status.js';
import styles from './SeenByDialog.module.css';

interface SeenByDialogProps {
  conversation: string;
  /** Of one's own message. */
  seq: number;
  onClose: () => void;
}

/** Who has read one's own message, and whom it has only reached. */
export function SeenByDialog({ conversation, seq, onClose }: SeenByDialogProps) {
  const { status, more, totals, load } = useReceiptPages(conversation, seq);
  const reached = useReceipts(
    useShallow((state) => Object.values(state.byConversation[conversation] ?? {}).filter((receipt) => receipt.received >= seq)),
  );
  const read = reached.filter((receipt) => receipt.read >= seq);
  const delivered = reached.filter((receipt) => receipt.read < seq);
  return (
    <Dialog title="Seen by" onClose={onClose}>
      <div className={styles.body}>
        {reached.length === 0 && status === 'ready' && <p className={styles.nothing}>It has not reached anybody yet.</p>}
        <Section title="Read" receipts={read} total={totals.read} />
        <Section title="Delivered" receipts={delivered} total={totals.received - totals.read} />
        {status === 'loading' && <Spinner label="Loading who has seen it" />}
        {status === 'failed' && <Button onClick={load}>Could not be loaded. Try again</Button>}
        {status === 'ready' && more && <Button onClick={load}>Show more</Button>}
      </div>
    </Dialog>
  );
}

interface Pages {
  status: 'loading' | 'ready' | 'failed';
  pageToken: string;
  totals: Pick<ReceiptPage, 'received' | 'read'>;
}

const NOTHING: Pages = { status: 'loading', pageToken: '', totals: { received: 0, read: 0 } };

/** The list is asked for page by page, into the store of receipts, which live ones keep true. */
function useReceiptPages(conversation: string, seq: number) {
  const [turn, setTurn] = useState(0);
  const [pages, setPages] = useState(NOTHING);
  const { status, pageToken, totals } = pages;
  useEffect(() => {
    let current = true;
    receiptsOf(conversation, seq, pageToken || undefined).then(
      (page) => {
        if (current) setPages({ status: 'ready', pageToken: page.nextPageToken, totals: page });
      },
      () => {
        if (current) setPages((before) => ({ ...before, status: 'failed' }));
      },
    );
    return () => {
      current = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- each turn asks for the page that the former one named
  }, [conversation, seq, turn]);
  const load = () => {
    setPages((before) => ({ ...before, status: 'loading' }));
    setTurn(turn + 1);
  };
  return { status, totals, more: pageToken !== '', load };
}

interface SectionProps {
  title: string;
  receipts: readonly Receipt[];
  /** How many there are, of whom the list may not name all yet. */
  total: number;
}

function Section({ title, receipts, total }: SectionProps) {
  if (receipts.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className={styles.title}>
        {title} <span className={styles.count}>{Math.max(receipts.length, total)}</span>
      </h3>
      <ul>
        {receipts.map(({ user }) => (
          <Reader key={user} id={user} />
        ))}
      </ul>
    </section>
  );
}

function Reader({ id }: { id: string }) {
  const name = useName(id);
  const username = usePeople((state) => state.byId[id]?.username);
  return (
    <li className={styles.reader}>
      <Avatar id={id} name={name} size="small" />
      <span className={styles.name}>{name}</span>
      {username && <span className={styles.username}>@{username}</span>}
    </li>
  );
}
