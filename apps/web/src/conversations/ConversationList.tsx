import { MessageCircle, Search, Settings, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { useConversations, loadConversations } from '../state/conversations.js';
import { useSession } from '../state/session.js';
import { Avatar } from '../ui/Avatar.js';
import { cameFrom } from '../ui/BackLink.js';
import { Button, IconButton } from '../ui/Button.js';
import buttons from '../ui/Button.module.css';
import { EmptyState, Spinner } from '../ui/Status.js';
import type { Overlay } from '../shell/overlay.js';
import { NewMenu } from './NewMenu.js';
import { ResultList, type ResultListHandle } from './ResultList.js';
import { useMatches, type Matches } from './useMatches.js';
import { useOpen } from './useOpen.js';
import { useOrder } from './useOrder.js';
import { rowsOf } from './rows.js';
import { useListbox } from './useListbox.js';
import styles from './ConversationList.module.css';

export function ConversationList({ onOpen }: { onOpen: (overlay: Overlay) => void }) {
  const [query, setQuery] = useState('');
  const [calm, setCalm] = useState(false);
  const order = useOrder(calm);
  const matches = useMatches(query, order);
  const rows = rowsOf(matches);
  const list = useRef<ResultListHandle>(null);
  const open = useOpen(() => {
    setQuery('');
  });
  const reveal = (index: number) => list.current?.reveal(index);
  const box = useListbox({ rows, onPick: open, reveal, suggestFirst: query.trim() !== '' });

  return (
    <div className={styles.panel}>
      <ListHeader onOpen={onOpen} />
      <SearchField
        query={query}
        onChange={(text) => {
          setQuery(text);
          box.reset();
        }}
        onKeyDown={box.onKeyDown}
        controls={box.listId}
        activeId={query ? box.activeId : undefined}
      />
      <div
        className={styles.results}
        onPointerEnter={(event) => {
          setCalm(event.pointerType === 'mouse');
        }}
        onPointerLeave={() => {
          setCalm(false);
        }}
      >
        <ResultList ref={list} label="Conversations" rows={rows} box={box} onPick={open} paged={!query} />
        {rows.length === 0 && <NothingListed query={query} matches={matches} onOpen={onOpen} />}
      </div>
    </div>
  );
}

function ListHeader({ onOpen }: { onOpen: (overlay: Overlay) => void }) {
  const user = useSession((state) => state.user);
  return (
    <header className={styles.header}>
      {user && <Avatar id={user.id} name={user.displayName || user.username} size="small" />}
      <h1 className={styles.title}>Chats</h1>
      <NewMenu onOpen={onOpen} />
      <Link to="/settings" state={cameFrom('/')} className={buttons.icon} aria-label="Settings" title="Settings">
        <Settings aria-hidden="true" />
      </Link>
    </header>
  );
}

interface SearchFieldProps {
  query: string;
  onChange: (query: string) => void;
  onKeyDown: (event: React.KeyboardEvent) => void;
  controls: string;
  activeId: string | undefined;
}

function SearchField({ query, onChange, onKeyDown, controls, activeId }: SearchFieldProps) {
  return (
    <div className={styles.search}>
      <Search aria-hidden="true" />
      <input
        role="combobox"
        aria-label="Search conversations, people and groups"
        aria-expanded="true"
        aria-controls={controls}
        aria-activedescendant={activeId}
        aria-autocomplete="list"
        placeholder="Search people and groups"
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        value={query}
        onChange={(event) => {
          onChange(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && query) {
            event.preventDefault();
            onChange('');
          } else onKeyDown(event);
        }}
      />
      {query && (
        <IconButton
          label="Clear search"
          onClick={() => {
            onChange('');
          }}
        >
          <X aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}

interface NothingListedProps {
  query: string;
  matches: Matches;
  onOpen: (overlay: Overlay) => void;
}

function NothingListed({ query, matches, onOpen }: NothingListedProps) {
  const status = useConversations((state) => state.status);
  if (query.trim()) {
    return matches.searching ? (
      <Spinner label="Searching" />
    ) : (
      <p className={styles.nothing}>Nobody and nothing found for “{query.trim()}”.</p>
    );
  }
  switch (status) {
    case 'loading':
      return <Spinner label="Loading conversations" />;
    case 'failed':
      return (
        <EmptyState icon={MessageCircle} title="The list could not be loaded">
          <Button onClick={() => void loadConversations()}>Try again</Button>
        </EmptyState>
      );
    case 'ready':
      return (
        <EmptyState icon={MessageCircle} title="No conversations yet">
          <p>Find someone and say hello, start a group, or bring your people here.</p>
          <div className={styles.beginnings}>
            <Button
              variant="primary"
              onClick={() => {
                onOpen('new-chat');
              }}
            >
              Find a person
            </Button>
            <Button
              onClick={() => {
                onOpen('new-group');
              }}
            >
              Create a group
            </Button>
            <Button
              onClick={() => {
                onOpen('invite');
              }}
            >
              Copy an invite link
            </Button>
          </div>
        </EmptyState>
      );
  }
}
