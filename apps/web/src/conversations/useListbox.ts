import { useId, useState, type KeyboardEvent } from 'react';
import type { Row } from './rows.js';

interface ListboxOptions {
  rows: readonly Row[];
  onPick: (row: Row) => void;
  /** Brings a row into view, also one that is not drawn. */
  reveal: (index: number) => void;
  /** A search field wants a suggestion at once; a list waits for the first arrow key. */
  suggestFirst?: boolean;
}

/** Arrow keys over rows of which only some are drawn: the focus stays on one element, which names the active row. */
export function useListbox({ rows, onPick, reveal, suggestFirst = false }: ListboxOptions) {
  const id = useId();
  const [activeKey, setActiveKey] = useState<string>();
  const found = rows.findIndex((row) => row.key === activeKey);
  const active = found < 0 && suggestFirst ? nextOption(rows, -1, 1) : found;
  const idOf = (index: number) => `${id}-${rows[index]?.key ?? ''}`;

  function moveTo(index: number): void {
    setActiveKey(rows[index]?.key);
    reveal(index);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    switch (event.key) {
      case 'ArrowDown':
        moveTo(nextOption(rows, active, 1));
        break;
      case 'ArrowUp':
        moveTo(nextOption(rows, active < 0 ? rows.length : active, -1));
        break;
      case 'Enter': {
        const row = rows[active];
        if (!row) return;
        onPick(row);
        break;
      }
      default:
        return;
    }
    event.preventDefault();
  }

  return {
    listId: id,
    active,
    idOf,
    activeId: active < 0 ? undefined : idOf(active),
    onKeyDown,
    moveTo,
    reset: () => setActiveKey(undefined),
  };
}

/** The next row that can be picked; the one it is at when there is none. */
function nextOption(rows: readonly Row[], from: number, step: 1 | -1): number {
  for (let index = from + step; index >= 0 && index < rows.length; index += step) {
    if (rows[index]?.kind !== 'heading') return index;
  }
  return from < rows.length ? from : -1;
}
