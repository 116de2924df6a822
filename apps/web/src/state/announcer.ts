import { create } from 'zustand';

/** What a screen reader is told politely. The key changes with each, so that equal words are said again. */
export const useAnnouncer = create<{ text: string; key: number }>(() => ({ text: '', key: 0 }));

export function announce(text: string): void {
  useAnnouncer.setState((state) => ({ text, key: state.key + 1 }));
}
