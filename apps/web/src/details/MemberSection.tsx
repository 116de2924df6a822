import type { Group } from '@parley/client';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { loadMembers, loadMoreMembers, useMembers } from '../state/members.js';
import { Button } from '../ui/Button.js';
import { Spinner } from '../ui/Status.js';
import { personFits } from '../ui/fits.js';
import { useInView } from '../ui/useInView.js';
import { counted } from '../ui/words.js';
import { MemberRow } from './MemberRow.js';
import styles from './MemberSection.module.css';

/** Fewer are in sight at once; a box above them would be in the way. */
const FILTER_FROM = 8;
/** So many matches of a filter are drawn: whoever wants more types one more letter. */
const MATCHES = 100;

/** The members of a group: owners, admins, members; further ones as one scrolls, or as a filter needs them. */
export function MemberSection({ group }: { group: Group }) {
  const list = useMembers((state) => state.byGroup[group.id]);
  const [filter, setFilter] = useState('');
  const text = filter.trim().toLowerCase().replace(/^@/, '');
  const more = list?.nextPageToken !== '';
  useEffect(() => {
    void loadMembers(group.id);
  }, [group.id]);
  useEffect(() => {
    // The server knows no filter: all members are looked through.
    if (text && more) void loadMoreMembers(group.id);
  }, [text, more, group.id, list?.nextPageToken]);

  if (!list || (list.status === 'loading' && list.members.length === 0)) return <Spinner label="Loading members" />;
  if (list.status === 'failed')
    return (
      <div className={styles.section}>
        <Button onClick={() => void loadMembers(group.id)}>The members could not be loaded. Try again</Button>
      </div>
    );
  const shown = text ? list.members.filter((member) => personFits(member, text)).slice(0, MATCHES) : list.members;
  return (
    <section className={styles.section} aria-label="Members">
      <h3 className={styles.title}>{counted(group.memberCount, 'member')}</h3>
      {(group.memberCount >= FILTER_FROM || filter) && <FilterField value={filter} onChange={setFilter} />}
      <ul aria-label="Members">
        {shown.map((member) => (
          <MemberRow key={member.id} member={member} group={group} />
        ))}
      </ul>
      {shown.length === 0 && !more && <p className={styles.nothing}>No member is called “{filter.trim()}”.</p>}
      {more && <More key={list.nextPageToken} onReached={() => void loadMoreMembers(group.id)} />}
    </section>
  );
}

function FilterField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <div className={styles.filter}>
      <Search aria-hidden="true" />
      <input
        type="search"
        aria-label="Filter members"
        placeholder="Filter members"
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </div>
  );
}

function More({ onReached }: { onReached: () => void }) {
  const [place, inView] = useInView<HTMLDivElement>();
  useEffect(() => {
    if (inView) onReached();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once each time it comes into view
  }, [inView]);
  return (
    <div ref={place}>
      <Spinner label="Loading more members" />
    </div>
  );
}
