import { useEffect, useState } from 'react';

interface SearchOptions<Item> {
  /** Must be the same function at each call. */
  search: (text: string) => Promise<readonly Item[]>;
  /** Whether a former answer still fits while the next one is on its way. */
  fits: (item: Item, text: string) => boolean;
  none: readonly Item[];
}

const PAUSE_MS = 150;

/** What the server finds for a text, once the typing pauses. */
export function useSearch<Item>(text: string, { search, fits, none }: SearchOptions<Item>): { found: readonly Item[]; searching: boolean } {
  const [answer, setAnswer] = useState<{ text: string; items: readonly Item[] }>({ text: '', items: none });
  useEffect(() => {
    if (!text) return;
    let current = true;
    const settle = (items: readonly Item[]) => {
      if (current) setAnswer({ text, items });
    };
    const timer = setTimeout(() => {
      search(text).then(settle, () => {
        settle(none);
      });
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, search, none]);
  if (!text) return { found: none, searching: false };
  // While the next answer is on its way, the former one stays where it still fits.
  if (answer.text === text) return { found: answer.items, searching: false };
  return { found: answer.items.filter((item) => fits(item, text)), searching: true };
}
