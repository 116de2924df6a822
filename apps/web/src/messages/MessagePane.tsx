import { CloudOff } from 'lucide-react';
import { openTimeline, useTimelines } from '../state/timelines.js';
import { Button } from '../ui/Button.js';
import { EmptyState, Spinner } from '../ui/Status.js';
import { MessageList } from './MessageList.js';

/** The messages, or why there are none to see. */
export function MessagePane({ id }: { id: string }) {
  const status = useTimelines((state) => state.byConversation[id]?.status ?? 'loading');
  const epoch = useTimelines((state) => state.byConversation[id]?.epoch ?? 0);
  switch (status) {
    case 'loading':
      return <Spinner label="Loading messages" />;
    case 'failed':
      return (
        <EmptyState icon={CloudOff} title="The messages could not be loaded">
          <Button onClick={() => void openTimeline(id)}>Try again</Button>
        </EmptyState>
      );
    case 'ready':
      return <MessageList key={epoch} id={id} />;
  }
}
