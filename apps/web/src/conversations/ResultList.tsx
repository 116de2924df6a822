import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import { loadMoreConversations } from '../state/conversations.js';
import { useShown } from '../state/shown.js';
import { ConversationOption } from './ConversationOption.js';
import { GroupOption } from './GroupOption.js';
import { PersonOption } from './PersonOption.js';
import type { Row } from './rows.js';
import type { useListbox } from './useListbox.js';
import styles from './ResultList.module.css';

export interface ResultListHandle {
  reveal: (index: number) => void;
}

interface ResultListProps {
  label: string;
  rows: readonly Row[];
  box: ReturnType<typeof useListbox>;
  onPick: (row: Row) => void;
  /** Whether its end asks for more conversations. */
  paged?: boolean;
  ref?: Ref<ResultListHandle>;
}

const ROW = 64;
const HEADING = 36;

/** The listbox of conversations and people; only what is in view is drawn. */
export function ResultList({ label, rows, box, onPick, paged = false, ref }: ResultListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const shown = useShown((state) => state.conversation);
  // eslint-disable-next-line react-hooks/incompatible-library -- only the React Compiler, which we do not use, would be misled
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'heading' ? HEADING : ROW),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
  });
  useImperativeHandle(ref, () => ({
    reveal: (index) => {
      virtualizer.scrollToIndex(index);
    },
  }));
  const items = virtualizer.getVirtualItems();
  const atEnd = paged && rows.length > 0 && items.at(-1)?.index === rows.length - 1;
  useEffect(() => {
    if (atEnd) void loadMoreConversations();
  }, [atEnd, rows.length]);

  return (
    <div
      ref={scroller}
      id={box.listId}
      className={styles.list}
      role="listbox"
      aria-label={label}
      aria-activedescendant={box.activeId}
      tabIndex={rows.length > 0 ? 0 : -1}
      onKeyDown={box.onKeyDown}
    >
      <div role="presentation" className={styles.space} style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start, size }) => {
          const row = rows[index];
          if (!row) return null;
          const place = { transform: `translateY(${start}px)`, height: size };
          if (row.kind === 'heading') {
            return (
              <div key={row.key} role="presentation" className={styles.heading} style={place}>
                {row.text}
              </div>
            );
          }
          return (
            <div
              key={row.key}
              id={box.idOf(index)}
              role="option"
              aria-selected={row.kind === 'conversation' && row.id === shown}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              data-active={index === box.active || undefined}
              className={styles.option}
              style={place}
              onClick={() => {
                onPick(row);
              }}
            >
              <Option row={row} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Option({ row }: { row: Exclude<Row, { kind: 'heading' }> }) {
  switch (row.kind) {
    case 'conversation':
      return <ConversationOption id={row.id} />;
    case 'person':
      return <PersonOption user={row.user} />;
    case 'group':
      return <GroupOption group={row.group} />;
  }
}
