import type { ConversationSummary, OutgoingMessage } from '@parley/client';
import { keepOrder, listOrder } from './order.js';

const summary = (id: string, at?: number): ConversationSummary => ({
  conversation: id,
  user: `user-${id}`,
  head: at ? 1 : 0,
  read: 0,
  unread: 0,
  last: at ? { conversation: id, seq: 1, ordinal: 1, kind: 'message', id: 'm', from: 'u', at, body: '' } : undefined,
});
const byId = (...summaries: ConversationSummary[]) => Object.fromEntries(summaries.map((each) => [each.conversation, each]));
const waiting = (user: string, createdAt: number): Record<string, OutgoingMessage> => ({
  m: { id: 'm', to: { user }, body: '', createdAt, state: 'sending' },
});

describe('the order of conversations', () => {
  it('is by last activity', () => {
    expect(listOrder(byId(summary('a', 1), summary('b', 3), summary('c', 2)), {})).toEqual(['b', 'c', 'a']);
  });

  it('counts a message that still waits', () => {
    expect(listOrder(byId(summary('a', 1), summary('b', 3)), waiting('user-a', 9))).toEqual(['a', 'b']);
  });

  it('leaves out a chat without a word, unless it is shown', () => {
    const chats = byId(summary('a', 1), summary('empty'));
    expect(listOrder(chats, {})).toEqual(['a']);
    expect(listOrder(chats, {}, 'empty')).toEqual(['empty', 'a']);
  });

  it('can be kept while the pointer is over it, with newcomers on top', () => {
    expect(keepOrder(['a', 'b', 'c'], ['d', 'c', 'a'])).toEqual(['d', 'a', 'c']);
  });
});
