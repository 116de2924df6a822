import { create } from 'zustand';
import { client } from './client.js';

interface TypingStore {
  /** Who is typing, by conversation. */
  byConversation: Record<string, readonly string[]>;
}

export const useTyping = create<TypingStore>(() => ({ byConversation: {} }));

/** Somebody who is silent for this long has stopped; the SDK repeats the frame more often than that. */
const FADE_MS = 6_000;

const timers = new Map<string, ReturnType<typeof setTimeout>>();

export function followTyping(): void {
  client.on('typing', ({ conversation, user }) => {
    const key = `${conversation} ${user}`;
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => {
        stopTyping(conversation, user);
      }, FADE_MS),
    );
    const typing = useTyping.getState().byConversation[conversation] ?? [];
    if (!typing.includes(user)) setTyping(conversation, [...typing, user]);
  });
  client.on('entry', ({ conversation, from }) => {
    stopTyping(conversation, from);
  });
}

function stopTyping(conversation: string, user: string): void {
  const key = `${conversation} ${user}`;
  clearTimeout(timers.get(key));
  timers.delete(key);
  const typing = useTyping.getState().byConversation[conversation];
  if (typing?.includes(user)) {
    setTyping(
      conversation,
      typing.filter((id) => id !== user),
    );
  }
}

function setTyping(conversation: string, users: readonly string[]): void {
  useTyping.setState((state) => ({ byConversation: { ...state.byConversation, [conversation]: users } }));
}
