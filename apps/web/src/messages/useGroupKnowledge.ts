import { useEffect } from 'react';
import { loadMembers } from '../state/members.js';
import { loadReceipts } from '../state/receipts.js';
import { useSession } from '../state/session.js';
import { timelineOf, useTimelines } from '../state/timelines.js';

/** What an open group needs to know once: what its members are called, and how far they have read what one has said. */
export function useGroupKnowledge(id: string, group: string | undefined): void {
  const ready = useTimelines((state) => state.byConversation[id]?.status === 'ready');
  const me = useSession((state) => state.user?.id);
  useEffect(() => {
    if (group === undefined || !ready) return;
    void loadMembers(group);
    // Who has the oldest of them may have the newer ones too; who has not has none.
    const oldest = timelineOf(id).entries.find((entry) => entry.kind === 'message' && entry.from === me);
    if (oldest) void loadReceipts(id, oldest.seq);
  }, [id, group, ready, me]);
}
