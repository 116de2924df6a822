import type { User } from '@parley/client';
import { Check, X } from 'lucide-react';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { useSearch } from '../conversations/useSearch.js';
import { nameOf, searchPeople, type Person } from '../state/people.js';
import { useSession } from '../state/session.js';
import { Avatar } from '../ui/Avatar.js';
import { personFits } from '../ui/fits.js';
import { useAcquaintances } from './useAcquaintances.js';
import styles from './PeoplePicker.module.css';

interface PeoplePickerProps {
  label: string;
  chosen: readonly Person[];
  onChange: (chosen: readonly Person[]) => void;
  /** Who is not offered, by id: those who are in the group already. */
  without?: ReadonlySet<string>;
  error?: string | undefined;
  autoFocus?: boolean;
  /** Whether those who are offered have a place of their own, instead of lying over what follows. */
  inline?: boolean;
}

const NOBODY: readonly User[] = [];
const NONE: ReadonlySet<string> = new Set();

/** Choose people by typing a few letters; those whom one talks to are offered first. */
export function PeoplePicker({ label, chosen, onChange, without = NONE, error, autoFocus = false, inline = false }: PeoplePickerProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [focused, setFocused] = useState(false);
  const { offered, searching } = useOffered(query, without);
  const place = Math.min(active, offered.length - 1);
  const open = inline || focused;
  const nothing = query.trim() !== '' && offered.length === 0 && !searching;
  const isChosen = (person: Person) => chosen.some((each) => each.id === person.id);

  function toggle(person: Person) {
    onChange(isChosen(person) ? chosen.filter((each) => each.id !== person.id) : [...chosen, person]);
    setQuery('');
    setActive(0);
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const person = offered[place];
    if (event.key === 'ArrowDown') setActive(Math.min(place + 1, offered.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(place - 1, 0));
    else if (event.key === 'Enter' && person) toggle(person);
    else if (event.key === 'Escape' && query) setQuery('');
    else if (event.key === 'Backspace' && query === '' && chosen.length > 0) onChange(chosen.slice(0, -1));
    else return;
    event.preventDefault();
    // Otherwise Escape would close the dialog as well.
    event.stopPropagation();
  }

  return (
    <div className={styles.picker}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.field} data-invalid={error ? true : undefined}>
        <Chips chosen={chosen} onRemove={toggle} />
        <input
          ref={input}
          id={id}
          role="combobox"
          aria-expanded={open && offered.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={open && place >= 0 ? `${id}-${place}` : undefined}
          aria-autocomplete="list"
          aria-describedby={error ? `${id}-error` : undefined}
          placeholder={chosen.length === 0 ? 'Name or username' : ''}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={autoFocus}
          maxLength={64}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onFocus={() => {
            setFocused(true);
          }}
          onBlur={() => {
            setFocused(false);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {error && (
        <p id={`${id}-error`} className={styles.error} role="alert">
          {error}
        </p>
      )}
      <div className={styles.place} data-inline={inline || undefined} hidden={!inline && (!open || (offered.length === 0 && !nothing))}>
        <ul id={`${id}-list`} role="listbox" aria-label="People" aria-multiselectable="true" className={styles.list}>
          {offered.map((person, index) => (
            <li
              key={person.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={isChosen(person)}
              data-active={index === place || undefined}
              className={styles.option}
              onPointerDown={(event) => {
                event.preventDefault();
              }}
              onClick={() => {
                toggle(person);
              }}
            >
              <Avatar id={person.id} name={nameOf(person)} size="small" />
              <span className={styles.name}>{nameOf(person)}</span>
              <span className={styles.username}>@{person.username}</span>
              {isChosen(person) && <Check aria-hidden="true" className={styles.check} />}
            </li>
          ))}
        </ul>
        {nothing && <p className={styles.nothing}>Nobody found for “{query.trim()}”.</p>}
      </div>
    </div>
  );
}

function Chips({ chosen, onRemove }: { chosen: readonly Person[]; onRemove: (person: Person) => void }) {
  return chosen.map((person) => (
    <button
      key={person.id}
      type="button"
      className={styles.chip}
      aria-label={`Remove ${nameOf(person)}`}
      onClick={() => {
        onRemove(person);
      }}
    >
      <span className={styles.chipName}>{nameOf(person)}</span>
      <X aria-hidden="true" />
    </button>
  ));
}

function useOffered(query: string, without: ReadonlySet<string>): { offered: readonly Person[]; searching: boolean } {
  const text = query.trim().toLowerCase().replace(/^@/, '');
  const me = useSession((state) => state.user?.id);
  const { found, searching } = useSearch(text, { search: searchPeople, fits: personFits, none: NOBODY });
  const acquaintances = useAcquaintances();
  const known = acquaintances.filter((person) => personFits(person, text));
  const all = text ? [...known, ...found.filter((user) => !known.some((person) => person.id === user.id))] : known;
  return { offered: all.filter((person) => person.id !== me && !without.has(person.id)), searching };
}
