import { useState, type KeyboardEvent } from 'react';
import { focusComposer } from '../composer/focus.js';
import type { Row } from './rows.js';

/** Arrow keys go from message to message, Escape back to the composer. */
export function useMessageKeys(rows: readonly Row[], reveal: (index: number) => void) {
  const [focused, setFocused] = useState<string>();

  function move(step: 1 | -1): void {
    const at = rows.findIndex((row) => row.key === focused);
    let index = at < 0 ? (step < 0 ? rows.length - 1 : 0) : at + step;
    while (rows[index] && !isArticle(rows[index])) index += step;
    const row = rows[index];
    if (!row) return;
    setFocused(row.key);
    reveal(index);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    switch (event.key) {
      case 'ArrowUp':
        move(-1);
        break;
      case 'ArrowDown':
        move(1);
        break;
      case 'Escape':
        setFocused(undefined);
        focusComposer();
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  return { focused, onKeyDown };
}

function isArticle(row: Row | undefined): boolean {
  return row?.kind === 'message' || row?.kind === 'system';
}
