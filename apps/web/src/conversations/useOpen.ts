import { useLocation, useNavigate } from 'react-router';
import { announce } from '../state/announcer.js';
import { enterGroup, startChat } from '../state/conversations.js';
import { rememberPeople } from '../state/people.js';
import { addressOf } from '../ui/address.js';
import { cameFrom } from '../ui/BackLink.js';
import type { Row } from './rows.js';

/** Opens what a row stands for. */
export function useOpen(afterwards: () => void): (row: Row) => void {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return (row) => {
    if (row.kind === 'heading') return;
    void addressOfRow(row).then(
      (address) => {
        afterwards();
        return navigate(address, pathname === '/' ? { state: cameFrom('/') } : {});
      },
      () => {
        announce('The chat could not be opened. Try again.');
      },
    );
  };
}

async function addressOfRow(row: Exclude<Row, { kind: 'heading' }>): Promise<string> {
  switch (row.kind) {
    case 'conversation':
      return addressOf(row.id);
    case 'person':
      rememberPeople([row.user]);
      return addressOf(await startChat(row.user.id));
    case 'group':
      if (row.group.role) return addressOf(enterGroup(row.group));
      // One sees what it is before one joins.
      return `/join/${encodeURIComponent(row.group.id)}`;
  }
}
