import { MessageCircleOff } from 'lucide-react';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { Composer } from '../composer/Composer.js';
import { DetailsPanel } from '../details/DetailsPanel.js';
import { loadMoreConversations, useConversations } from '../state/conversations.js';
import { setShown } from '../state/shown.js';
import { openTimeline } from '../state/timelines.js';
import { EmptyState, Spinner } from '../ui/Status.js';
import { ConversationHeader } from './ConversationHeader.js';
import { MessagePane } from './MessagePane.js';
import { useGroupKnowledge } from './useGroupKnowledge.js';
import styles from './ConversationPage.module.css';

/** A conversation: who it is with, what was said, what one wants to say; and its details on demand. */
export function ConversationPage({ details = false }: { details?: boolean }) {
  const { conversation: id = '' } = useParams();
  const known = useConversations((state) => id in state.byId);
  const further = useConversations((state) => state.nextPageToken);
  const settled = useConversations((state) => state.status !== 'loading');
  const ready = known && settled;

  useEffect(() => {
    setShown(id);
    return () => {
      setShown(undefined);
    };
  }, [id]);
  useEffect(() => {
    // Only once the list is there: it says where the unread messages begin.
    if (ready) void openTimeline(id);
  }, [id, ready]);

  useEffect(() => {
    // It may stand further down the list than what is loaded of it.
    if (!known && further) void loadMoreConversations();
  }, [known, further]);
  useGroupKnowledge(
    id,
    useConversations((state) => state.byId[id]?.group),
  );

  if (!known) return <main className={styles.missing}>{settled && !further ? <Unknown /> : <Spinner label="Loading conversation" />}</main>;
  return (
    <div className={styles.page} data-details={details || undefined}>
      <main className={styles.conversation}>
        <ConversationHeader id={id} details={details} />
        <MessagePane key={id} id={id} />
        <Composer key={`${id} composer`} id={id} />
      </main>
      {details && <DetailsPanel id={id} />}
    </div>
  );
}

function Unknown() {
  return (
    <EmptyState icon={MessageCircleOff} title="This conversation is not here">
      <p>It may belong to another account, you may no longer be a member, or the address is incomplete.</p>
      <Link to="/">Back to your chats</Link>
    </EmptyState>
  );
}
