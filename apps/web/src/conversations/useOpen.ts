import { useLocation, useNavigate } from 'react-router';
import { announce } from '../state/announcer.js';
import { startChat } from '../state/conversations.js';
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
    void idOf(row).then(
      (id) => {
        afterwards();
        return navigate(addressOf(id), pathname === '/' ? { state: cameFrom('/') } : {});
      },
      () => {
        announce('The chat could not be opened. Try again.');
      },
    );
  };
}

async function idOf(row: Exclude<Row, { kind: 'heading' }>): Promise<string> {
  if (row.kind === 'conversation') return row.id;
  rememberPeople([row.user]);
  return startChat(row.user.id);
}
