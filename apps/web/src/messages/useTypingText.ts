import { useNames } from '../state/people.js';
import { useTyping } from '../state/typing.js';
import { typingText } from './typing-text.js';

const NOBODY: readonly string[] = [];

/** Who is typing in a group, in words; empty while nobody is. */
export function useTypingText(conversation: string): string {
  const typing = useTyping((state) => state.byConversation[conversation] ?? NOBODY);
  return typingText(Object.values(useNames(typing)));
}
