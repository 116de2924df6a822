import { create } from 'zustand';
import { without } from './record.js';
import { readStored, removeStored, writeStored } from './storage.js';

interface DraftsStore {
  byConversation: Record<string, string>;
}

const KEY = 'drafts';

/** What was typed and not sent, over reloads and changes of conversation. */
export const useDrafts = create<DraftsStore>(() => ({ byConversation: readStored<Record<string, string>>(KEY, {}) }));

export function setDraft(conversation: string, text: string): void {
  const others = without(useDrafts.getState().byConversation, conversation);
  const byConversation = text ? { ...others, [conversation]: text } : others;
  useDrafts.setState({ byConversation });
  writeStored(KEY, byConversation);
}

export function forgetDrafts(): void {
  useDrafts.setState({ byConversation: {} });
  removeStored(KEY);
}
