import type { Entry, OutgoingMessage } from '@parley/client';
import { rowsOf, type Row } from './rows.js';

const noon = new Date(2026, 10, 21, 12).getTime();
const MINUTE = 60_000;
const entry = (seq: number, from: string, at: number): Entry => ({
  conversation: 'c',
  seq,
  ordinal: seq,
  kind: 'message',
  id: `m${seq}`,
  from,
  at,
  body: 'x',
  mentions: [],
});
const system = (seq: number, at: number): Entry => ({
  ...entry(seq, 'you', at),
  kind: 'system',
  body: '',
  system: { event: 'joined', users: ['you'], role: 'member', text: '' },
});
const pending = (id: string, at: number): OutgoingMessage => ({
  id,
  to: { user: 'you' },
  body: 'x',
  mentions: [],
  createdAt: at,
  state: 'sending',
});
const rows = (entries: Entry[], more: { outgoing?: OutgoingMessage[]; complete?: boolean; unreadAfter?: number } = {}) =>
  rowsOf({ entries, outgoing: more.outgoing ?? [], complete: more.complete ?? false, unreadAfter: more.unreadAfter, me: 'me' });
const keys = (list: Row[]) => list.map((row) => (row.kind === 'day' ? 'day' : row.key));

describe('the rows of a conversation', () => {
  it('say where the conversation begins once all of it is loaded', () => {
    expect(keys(rows([entry(1, 'you', noon)], { complete: true }))).toEqual(['beginning', 'day', 'm1']);
  });

  it('draw no line above the first loaded message, which would move when older ones arrive', () => {
    expect(keys(rows([entry(5, 'you', noon)]))).toEqual(['m5']);
  });

  it('separate days', () => {
    expect(keys(rows([entry(1, 'you', noon), entry(2, 'you', noon + 24 * 60 * MINUTE)]))).toEqual(['m1', 'day', 'm2']);
  });

  it('put messages of one sender within five minutes together', () => {
    const list = rows([
      entry(1, 'you', noon),
      entry(2, 'you', noon + 4 * MINUTE),
      entry(3, 'you', noon + 10 * MINUTE),
      entry(4, 'me', noon + 10 * MINUTE),
    ]);
    expect(list.map((row) => row.kind === 'message' && [row.first, row.last])).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
  });

  it('place the unread line once, before the first message of someone else that was not read', () => {
    const list = rows([entry(1, 'you', noon), entry(2, 'me', noon), entry(3, 'you', noon), entry(4, 'you', noon)], { unreadAfter: 1 });
    expect(keys(list)).toEqual(['m1', 'm2', 'unread', 'm3', 'm4']);
  });

  it('place no unread line where what was read last is not loaded', () => {
    expect(keys(rows([entry(8, 'you', noon), entry(9, 'you', noon)], { unreadAfter: 3 }))).toEqual(['m8', 'm9']);
  });

  it('end with what waits to be sent, under the key that it keeps in the history', () => {
    expect(keys(rows([entry(1, 'you', noon)], { outgoing: [pending('m2', noon)] }))).toEqual(['m1', 'm2']);
    expect(keys(rows([entry(1, 'you', noon), entry(2, 'me', noon)]))).toEqual(['m1', 'm2']);
  });

  it('let a change of the group stand by itself, also between messages of one sender', () => {
    const list = rows([entry(1, 'you', noon), system(2, noon), entry(3, 'you', noon)]);
    expect(keys(list)).toEqual(['m1', 'system 2', 'm3']);
    expect(list.map((row) => row.kind === 'message' && [row.first, row.last])).toEqual([[true, true], false, [true, true]]);
  });

  it('do not take a change of the group for an unread message', () => {
    const list = rows([entry(1, 'you', noon), system(2, noon), entry(3, 'you', noon)], { unreadAfter: 1 });
    expect(keys(list)).toEqual(['m1', 'system 2', 'unread', 'm3']);
  });

  it('give an entry the same object each time, so that its row is not drawn again', () => {
    const known = entry(1, 'you', noon);
    const message = (list: Row[]) => list[0]?.kind === 'message' && list[0].message;
    expect(message(rows([known]))).toBe(message(rows([known, entry(2, 'you', noon)])));
  });
});
