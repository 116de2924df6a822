import { Search } from 'lucide-react';
import { useRef, useState } from 'react';
import { Dialog } from '../ui/Dialog.js';
import { ResultList, type ResultListHandle } from './ResultList.js';
import { rowsOf } from './rows.js';
import { useListbox } from './useListbox.js';
import { useMatches } from './useMatches.js';
import { useOpen } from './useOpen.js';
import { useOrder } from './useOrder.js';
import styles from './JumpDialog.module.css';

interface JumpDialogProps {
  purpose: 'jump' | 'new-chat';
  onClose: () => void;
}

const WORDS = {
  jump: { title: 'Jump to…', placeholder: 'Conversation, person or group' },
  'new-chat': { title: 'New chat', placeholder: 'Name or username' },
} as const;

/** Type a few letters, press Enter, and be there. */
export function JumpDialog({ purpose, onClose }: JumpDialogProps) {
  const [query, setQuery] = useState('');
  const matches = useMatches(query, useOrder(true));
  const rows = rowsOf(matches);
  const list = useRef<ResultListHandle>(null);
  const open = useOpen(onClose);
  const reveal = (index: number) => list.current?.reveal(index);
  const box = useListbox({ rows, onPick: open, reveal, suggestFirst: true });
  const nothing = rows.length === 0 && !matches.searching;
  return (
    <Dialog title={WORDS[purpose].title} onClose={onClose}>
      <div className={styles.search}>
        <Search aria-hidden="true" />
        <input
          role="combobox"
          aria-label={WORDS[purpose].placeholder}
          aria-expanded="true"
          aria-controls={box.listId}
          aria-activedescendant={box.activeId}
          aria-autocomplete="list"
          placeholder={WORDS[purpose].placeholder}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          maxLength={64}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            box.reset();
          }}
          onKeyDown={box.onKeyDown}
        />
      </div>
      <div className={styles.results}>
        {nothing && (
          <p className={styles.nothing}>{query.trim() ? `Nobody found for “${query.trim()}”.` : 'Type a username to find someone.'}</p>
        )}
        <ResultList ref={list} label="Results" rows={rows} box={box} onPick={open} />
      </div>
    </Dialog>
  );
}
