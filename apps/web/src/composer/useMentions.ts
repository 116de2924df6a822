import type { Member } from '@parley/client';
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { announce } from '../state/announcer.js';
import { loadMembers, loadMoreMembers, useMembers } from '../state/members.js';
import { nameOf } from '../state/people.js';
import { useSession } from '../state/session.js';
import { personFits } from '../ui/fits.js';
import { counted } from '../ui/words.js';
import { mentionAt, withMention, type MentionQuery } from './mentions.js';

interface MentionsOptions {
  text: string;
  area: RefObject<HTMLTextAreaElement | null>;
  /** The group whose members can be mentioned; undefined where nobody can. */
  group: string | undefined;
  onChange: (text: string) => void;
}

export interface Mentions {
  open: boolean;
  matches: readonly Member[];
  active: number;
  listId: string;
  idOf: (index: number) => string;
  onPick: (member: Member) => void;
  onHover: (index: number) => void;
  onCaret: (area: HTMLTextAreaElement) => void;
  /** True if the key was meant for the list. */
  onKeyDown: (event: KeyboardEvent) => boolean;
  close: () => void;
}

/** So many are suggested at once. */
const SHOWN = 6;
const NOBODY: readonly Member[] = [];

/** Suggests members of the group while an `@` is being written; the focus stays where one writes. */
export function useMentions({ text, area, group, onChange }: MentionsOptions): Mentions {
  const listId = useId();
  const [query, setQuery] = useState<MentionQuery>();
  const [active, setActive] = useState(0);
  /** Where a mention was begun that is none: the list was sent away. */
  const [refused, setRefused] = useState<number>();
  const matches = useMatchingMembers(group, query?.text);
  const open = query !== undefined && query.start !== refused && matches.length > 0;
  const placeCaret = useCaret(area, text);
  useEffect(() => {
    if (open) announce(`${counted(matches.length, 'suggestion')}: ${matches.map(nameOf).join(', ')}`);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- said when it opens, not for each letter
  }, [open]);

  function onCaret({ value, selectionStart, selectionEnd }: HTMLTextAreaElement) {
    const begun = group === undefined || selectionStart !== selectionEnd ? undefined : mentionAt(value, selectionStart);
    if (begun?.text !== query?.text) setActive(0);
    if (!begun) setRefused(undefined);
    setQuery(begun);
  }

  function onPick(member: Member) {
    if (!query) return;
    const { text: changed, caret } = withMention(text, query, member.username);
    setQuery(undefined);
    onChange(changed);
    placeCaret(caret);
  }

  function onKeyDown(event: KeyboardEvent): boolean {
    if (!open || event.altKey || event.ctrlKey || event.metaKey) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = matches[active];
    if (step !== undefined) setActive((active + step + matches.length) % matches.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && chosen) onPick(chosen);
    else if (event.key === 'Escape') setRefused(query.start);
    else return false;
    event.preventDefault();
    return true;
  }

  const idOf = (index: number) => `${listId}-${index}`;
  const close = () => {
    setQuery(undefined);
  };
  return {
    open,
    matches,
    active: Math.min(active, matches.length - 1),
    listId,
    idOf,
    onPick,
    onHover: setActive,
    onCaret,
    onKeyDown,
    close,
  };
}

function useMatchingMembers(group: string | undefined, text: string | undefined): readonly Member[] {
  const list = useMembers((state) => (group === undefined ? undefined : state.byGroup[group]));
  const me = useSession((state) => state.user?.id);
  const fits = (member: Member) => member.id !== me && personFits(member, text ?? '');
  const matches = text === undefined ? NOBODY : (list?.members ?? NOBODY).filter(fits).slice(0, SHOWN);
  const wanting = text !== undefined && matches.length < SHOWN;
  useEffect(() => {
    if (group === undefined || !wanting) return;
    void loadMembers(group).then(() => loadMoreMembers(group));
  }, [group, wanting, list?.nextPageToken]);
  return matches;
}

/** Puts the caret somewhere once the text that it stands in has been drawn. */
function useCaret(area: RefObject<HTMLTextAreaElement | null>, text: string): (place: number) => void {
  const wanted = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    area.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = undefined;
  }, [area, text]);
  return (place) => {
    wanted.current = place;
  };
}
