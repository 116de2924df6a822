import type { ConversationSummary, OutgoingMessage, Recipient } from '@parley/client';
import { keepOrder, listOrder } from './order.js';

const summary = (id: string, at = 0): ConversationSummary => ({
  conversation: id,
  user: `user-${id}`,
  head: at ? 1 : 0,
  read: 0,
  unread: 0,
  mentions: 0,
  at,
  from: 1,
});
const inGroup = (id: string, at: number): ConversationSummary => ({ ...summary(id, at), user: undefined, group: `group-${id}` });
const byId = (...summaries: ConversationSummary[]) => Object.fromEntries(summaries.map((each) => [each.conversation, each]));
const waiting = (to: Recipient, createdAt: number): Record<string, OutgoingMessage> => ({
  m: { id: 'm', to, body: '', mentions: [], createdAt, state: 'sending' },
});

describe('the order of conversations', () => {
  it('is by last activity', () => {
    const summaries = byId(summary('a', 1), inGroup('b', 3), summary('c', 2));
    expect(listOrder({ summaries, outgoing: {} })).toEqual(['b', 'c', 'a']);
  });

  it('counts a message that still waits', () => {
    const summaries = byId(summary('a', 1), inGroup('b', 4), summary('c', 3), inGroup('d', 2));
    expect(listOrder({ summaries, outgoing: waiting({ user: 'user-a' }, 9) })).toEqual(['a', 'b', 'c', 'd']);
    expect(listOrder({ summaries, outgoing: waiting({ group: 'group-d' }, 9) })).toEqual(['d', 'b', 'c', 'a']);
  });

  it('leaves out a chat without a word, unless it is shown', () => {
    const summaries = byId(summary('a', 1), summary('empty'));
    expect(listOrder({ summaries, outgoing: {} })).toEqual(['a']);
    expect(listOrder({ summaries, outgoing: {}, shown: 'empty' })).toEqual(['empty', 'a']);
  });

  it('leaves out a group that one is no member of any more, also while it is shown', () => {
    const summaries = byId(summary('a', 1), inGroup('b', 3));
    expect(listOrder({ summaries, outgoing: {}, ended: { b: undefined }, shown: 'b' })).toEqual(['a']);
  });

  it('can be kept while the pointer is over it, with newcomers on top', () => {
    expect(keepOrder(['a', 'b', 'c'], ['d', 'c', 'a'])).toEqual(['d', 'a', 'c']);
  });
});
