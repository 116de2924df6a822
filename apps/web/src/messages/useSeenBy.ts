import { useShallow } from 'zustand/shallow';
import { useNames } from '../state/people.js';
import { useReceipts } from '../state/receipts.js';
import { seenByText } from './seen-by-text.js';

/** Who has read one's own message, in a few words. */
export function useSeenBy(conversation: string, seq: number | undefined): string {
  const counted = useReceipts((state) => {
    const counts = state.counts[conversation];
    return counts && counts.seq === seq ? counts.read : undefined;
  });
  const readers = useReceipts(
    useShallow((state) =>
      Object.values(state.byConversation[conversation] ?? {})
        .filter(({ read }) => seq !== undefined && read >= seq)
        .map(({ user }) => user),
    ),
  );
  return seenByText(Object.values(useNames(readers)), counted);
}
