import type { Entry } from '@parley/client';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { usePeer } from '../state/peers.js';
import { useSession } from '../state/session.js';
import { jumpToNewest, loadNewer, loadOlder, timelineOf, useTimelines } from '../state/timelines.js';
import { Beginning } from './Beginning.js';
import { DayLine, StickyDay } from './DayLine.js';
import { MessageMenu, type MenuTarget } from './MessageMenu.js';
import { MessageRow } from './MessageRow.js';
import { NewestButton } from './NewestButton.js';
import type { Row } from './rows.js';
import { SystemLine } from './SystemLine.js';
import { UnreadLine } from './UnreadLine.js';
import { useMessageKeys } from './useMessageKeys.js';
import { useReading } from './useReading.js';
import { useRows } from './useRows.js';
import { useStayAtEnd } from './useStayAtEnd.js';
import styles from './MessageList.module.css';

/** Pages are fetched when so little is left beyond the screen that the reader might arrive there first. */
const AHEAD = 15;
const END_PX = 48;
/** Room above the first unread message, so that one sees where one left off. */
const CONTEXT_PX = 96;

export function MessageList({ id }: { id: string }) {
  const timeline = useTimelines((state) => state.byConversation[id] ?? timelineOf(id));
  const rows = useRows(id, timeline);
  const me = useSession((state) => state.user?.id);
  const peer = usePeer(id);
  const scroller = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<MenuTarget>();
  const newestOutgoing = newestOwnOf(rows);

  // eslint-disable-next-line react-hooks/incompatible-library -- only the React Compiler, which we do not use, would be misled
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    anchorTo: 'end',
    followOnAppend: timeline.grewLive,
    scrollEndThreshold: END_PX,
    scrollPaddingStart: CONTEXT_PX,
    paddingStart: 8,
    paddingEnd: 8,
  });
  const stayAtEnd = useStayAtEnd(scroller, END_PX);
  const keys = useMessageKeys(rows, (index) => {
    virtualizer.scrollToIndex(index, { align: 'auto' });
  });

  const landed = useLanding(rows, timeline.landing, virtualizer);
  useEffect(() => {
    if (!newestOutgoing) return;
    // What one says oneself is always in view.
    if (timelineOf(id).hasNewer) void jumpToNewest(id);
    else virtualizer.scrollToEnd();
  }, [id, newestOutgoing, virtualizer]);

  // Asked for first: it is what brings the range up to date.
  const items = virtualizer.getVirtualItems();
  const first = virtualizer.range?.startIndex ?? rows.length;
  const last = virtualizer.range?.endIndex ?? -1;
  const nearOldest = landed && timeline.hasOlder && first < AHEAD;
  const nearNewest = landed && timeline.hasNewer && last > rows.length - AHEAD;
  useEffect(() => {
    if (nearOldest) void loadOlder(id);
    if (nearNewest) void loadNewer(id);
  }, [id, nearOldest, nearNewest, timeline.entries]);
  useReading(id, lastEntry(rows, last));

  const atEnd = !timeline.hasNewer && (last < 0 || virtualizer.isAtEnd(END_PX));
  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="log"
        aria-live="off"
        aria-label={`Messages ${peer.group === undefined ? 'with' : 'in'} ${peer.name}`}
        tabIndex={0}
        onScroll={stayAtEnd}
        onKeyDown={(event) => {
          keys.onKeyDown(event);
        }}
      >
        <div className={styles.space} style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index];
            return (
              row && (
                <div
                  key={row.key}
                  ref={virtualizer.measureElement}
                  data-index={index}
                  className={styles.row}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <RowView
                    row={row}
                    conversation={id}
                    me={me}
                    inGroup={peer.group !== undefined}
                    focused={row.key === keys.focused}
                    onMenu={setMenu}
                  />
                </div>
              )
            );
          })}
        </div>
      </div>
      <StickyDay at={dayOf(rows[first])} />
      {!atEnd && (
        <NewestButton
          id={id}
          onClick={() => {
            if (timeline.hasNewer) void jumpToNewest(id);
            else virtualizer.scrollToEnd();
          }}
        />
      )}
      {menu && (
        <MessageMenu
          target={menu}
          conversation={id}
          inGroup={peer.group !== undefined}
          onClose={() => {
            setMenu(undefined);
          }}
        />
      )}
    </div>
  );
}

interface RowViewProps {
  row: Row;
  conversation: string;
  me: string | undefined;
  inGroup: boolean;
  focused: boolean;
  onMenu: (target: MenuTarget) => void;
}

function RowView({ row, conversation, me, inGroup, focused, onMenu }: RowViewProps) {
  switch (row.kind) {
    case 'beginning':
      return <Beginning id={conversation} />;
    case 'day':
      return <DayLine at={row.at} />;
    case 'unread':
      return <UnreadLine />;
    case 'system':
      return <SystemLine entry={row.entry} focused={focused} />;
    case 'message':
      return (
        <MessageRow
          message={row.message}
          conversation={conversation}
          own={row.message.from === me}
          inGroup={inGroup}
          first={row.first}
          last={row.last}
          focused={focused}
          onMenu={onMenu}
        />
      );
  }
}

/** Rows are measured after they are drawn, and the place is corrected by what they measure; until then nothing may be added. */
const SETTLE_MS = 120;

/** Lands on the first unread message, or at the end, before anything is painted; true once the place has settled. */
function useLanding(rows: readonly Row[], landing: 'unread' | 'end', virtualizer: Virtualizer<HTMLDivElement, Element>): boolean {
  const started = useRef(false);
  const [settled, setSettled] = useState(false);
  useLayoutEffect(() => {
    if (started.current) return;
    started.current = true;
    const unread = landing === 'unread' ? rows.findIndex((row) => row.kind === 'unread') : -1;
    if (unread < 0) virtualizer.scrollToEnd();
    else virtualizer.scrollToIndex(unread, { align: 'start' });
  }, [rows, landing, virtualizer]);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(true);
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return settled;
}

/** The day that is said above everything; not where a line says it already. */
function dayOf(row: Row | undefined): number | undefined {
  return row?.kind === 'message' || row?.kind === 'system' ? row.at : undefined;
}

function newestOwnOf(rows: readonly Row[]): string | undefined {
  const last = rows.at(-1);
  return last?.kind === 'message' && last.message.outgoing?.state === 'sending' ? last.key : undefined;
}

function lastEntry(rows: readonly Row[], upTo: number): Entry | undefined {
  for (let index = upTo; index >= 0; index--) {
    const row = rows[index];
    if (row?.kind === 'system') return row.entry;
    if (row?.kind === 'message' && row.message.entry) return row.message.entry;
  }
  return undefined;
}

/** Close to what a row will measure, so that the scrollbar keeps still. */
function estimate(row: Row | undefined): number {
  switch (row?.kind) {
    case 'beginning':
      return 160;
    case 'day':
    case 'unread':
      return 44;
    case 'system':
      return 27;
    case 'message': {
      const lines = row.message.body.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 64)), 0);
      return 16 + Math.min(lines, 20) * 22 + (row.last ? 10 : 2);
    }
    case undefined:
      return 40;
  }
}
