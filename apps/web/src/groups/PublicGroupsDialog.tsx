import { Search } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import { ResultList, type ResultListHandle } from '../conversations/ResultList.js';
import type { Row } from '../conversations/rows.js';
import { useListbox } from '../conversations/useListbox.js';
import { useOpen } from '../conversations/useOpen.js';
import { useSearch } from '../conversations/useSearch.js';
import search from '../conversations/JumpDialog.module.css';
import { searchPublicGroups } from '../state/group-actions.js';
import { Dialog } from '../ui/Dialog.js';
import { wordBegins } from '../ui/fits.js';
import { Spinner } from '../ui/Status.js';
import { useLoaded } from '../ui/useLoaded.js';
import type { Group } from '@parley/client';

const NONE: readonly Group[] = [];

/** All public groups of the server, or those that a few letters select. */
export function PublicGroupsDialog({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('');
  const text = query.trim().toLowerCase();
  const { value: all, failed } = useLoaded(useCallback(() => searchPublicGroups(''), []));
  const { found, searching } = useSearch(text, {
    search: searchPublicGroups,
    fits: (group, part) => wordBegins(group.name, part),
    none: NONE,
  });
  const rows: Row[] = (text ? found : (all ?? NONE)).map((group) => ({ kind: 'group', key: group.id, group }));
  const list = useRef<ResultListHandle>(null);
  const open = useOpen(onClose);
  const box = useListbox({ rows, onPick: open, reveal: (index) => list.current?.reveal(index), suggestFirst: true });
  const loading = text ? searching : !all && !failed;
  return (
    <Dialog title="Public groups" onClose={onClose}>
      <div className={search.search}>
        <Search aria-hidden="true" />
        <input
          role="combobox"
          aria-label="Find a group"
          aria-expanded="true"
          aria-controls={box.listId}
          aria-activedescendant={box.activeId}
          aria-autocomplete="list"
          placeholder="Find a group"
          autoComplete="off"
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
      <div className={search.results}>
        {rows.length === 0 && loading && <Spinner label="Loading groups" />}
        {rows.length === 0 && !loading && (
          <p className={search.nothing}>{text ? `No public group found for “${query.trim()}”.` : 'There are no public groups yet.'}</p>
        )}
        <ResultList ref={list} label="Public groups" rows={rows} box={box} onPick={open} />
      </div>
    </Dialog>
  );
}
