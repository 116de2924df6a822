import type { GroupChange, MemberChange } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import { ConversationHead } from './conversation-head.js';
import { CLOCK_SKEW_MS } from './client-id.js';
import { decide, type Outcome } from './decide.js';
import { TestRules } from './testing.js';

const AT = 1_790_000_000_000;
const rules = new TestRules();

function freshHead(): ConversationHead {
  return new ConversationHead(
    'ann+bob',
    ['ann', 'bob'],
    { conversation: 'ann+bob', seq: 0, ordinal: 0, at: 0, blocks: [], members: [], lastChange: undefined },
    AT,
  );
}

interface Sending {
  id: string;
  from?: string;
  after?: string;
  replyTo?: number;
}

function send(head: ConversationHead, { id, from = 'ann', after, replyTo }: Sending, at = AT): Outcome {
  return decide({
    head,
    rules,
    at,
    command: { conversation: head.conversation, from, id, send: { body: id, after, replyTo, mentions: [] } },
  });
}

function block(head: ConversationHead, blocked: boolean, version: number): Outcome {
  return decide({ head, rules, at: AT, command: { conversation: head.conversation, from: 'bob', id: 'b', block: { blocked, version } } });
}

function groupHead(): ConversationHead {
  return new ConversationHead(
    'team',
    [],
    { conversation: 'team', seq: 0, ordinal: 0, at: 0, blocks: [], members: [], lastChange: undefined },
    AT,
  );
}

function change(head: ConversationHead, version: number, members: Partial<MemberChange>[], said: Partial<GroupChange> = {}): Outcome {
  const full = members.map((member) => ({ user: '', role: 'member', version: 0, fromStart: false, ...member }));
  const command = { conversation: 'team', from: 'ann', id: 'any', change: { version, event: 'added', text: '', members: full, ...said } };
  return decide({ head, rules, at: AT + version, command });
}

describe('a change of a group', () => {
  it('becomes a system entry that counts no message, and makes members from there on', () => {
    const head = groupHead();
    change(head, 1, [{ user: 'ann', role: 'owner' }], { event: 'created' });
    send(head, { id: 'a' });
    expect(change(head, 2, [{ user: 'bob' }, { user: 'cem', fromStart: true }])).toEqual({
      kind: 'changed',
      entry: {
        conversation: 'team',
        seq: 3,
        ordinal: 1,
        kind: 'system',
        id: 'change.2',
        from: 'ann',
        at: AT + 2,
        body: '',
        mentions: [],
        system: { event: 'added', users: ['bob', 'cem'], role: 'member', text: '' },
      },
      members: [
        { user: 'bob', role: 'member', from: 3, joinedAt: AT + 2, joined: true },
        { user: 'cem', role: 'member', from: 1, joinedAt: AT + 2, joined: true },
      ],
    });
  });

  it('happens once, however often and in whatever pieces it is put', () => {
    const head = groupHead();
    change(head, 1, [{ user: 'ann', role: 'owner' }], { event: 'created' });
    change(head, 3, [
      { user: 'bob', version: 2 },
      { user: 'cem', version: 3 },
    ]);
    expect(change(head, 2, [{ user: 'bob' }])).toEqual({ kind: 'nothing' });
    const longer = change(head, 4, [
      { user: 'bob', version: 2 },
      { user: 'cem', version: 3 },
      { user: 'dan', version: 4 },
    ]);
    expect(longer).toMatchObject({ entry: { seq: 3, system: { users: ['dan'] } }, members: [{ user: 'dan' }] });
  });

  it('keeps the first readable entry of a member over a change of the role, and begins anew for who returns', () => {
    const head = groupHead();
    change(head, 1, [{ user: 'bob' }]);
    expect(change(head, 2, [{ user: 'bob', role: 'admin' }])).toMatchObject({ members: [{ from: 1, joined: false }] });
    expect(change(head, 3, [{ user: 'bob', role: '' }])).toMatchObject({ members: [{ from: 1, role: '', joined: false }] });
    expect(change(head, 4, [{ user: 'bob' }])).toMatchObject({ members: [{ from: 4, joined: true }] });
  });

  it('decides who may write from there on, but a resend keeps its answer', () => {
    const head = groupHead();
    change(head, 1, [{ user: 'ann' }, { user: 'bob' }]);
    expect(send(head, { id: 'a', from: 'bob' })).toMatchObject({ kind: 'accepted' });
    change(head, 2, [{ user: 'bob', role: '' }]);
    expect(send(head, { id: 'b', from: 'bob' })).toMatchObject({ kind: 'refused', reason: { code: 'not_found' } });
    expect(send(head, { id: 'a', from: 'bob' })).toMatchObject({ kind: 'repeated', original: { seq: 2 } });
  });

  it('ends everybody when the group is deleted', () => {
    const head = groupHead();
    change(head, 1, [{ user: 'ann' }, { user: 'bob' }]);
    expect(change(head, 2, [], { event: 'deleted' })).toMatchObject({
      members: [
        { user: 'ann', role: '' },
        { user: 'bob', role: '' },
      ],
    });
    expect(send(head, { id: 'a' })).toMatchObject({ kind: 'refused' });
  });

  it('goes on from the version of the newest change in History', () => {
    const state = { conversation: 'team', seq: 9, ordinal: 4, at: AT, blocks: [], members: [], lastChange: 'change.5' };
    const head = new ConversationHead('team', [], state, AT);
    expect(change(head, 5, [{ user: 'bob' }])).toEqual({ kind: 'nothing' });
    expect(change(head, 6, [{ user: 'bob' }])).toMatchObject({ entry: { seq: 10 } });
  });
});

describe('a mention', () => {
  it('counts for others who take part, once each', () => {
    const head = freshHead();
    const mentions = ['bob', 'bob', 'cem', 'ann'];
    const command = { conversation: head.conversation, from: 'ann', id: 'a', send: { body: 'x', mentions } };
    expect(decide({ head, rules, at: AT, command })).toMatchObject({ entry: { mentions: ['bob'] } });
  });
});

describe('a decision', () => {
  it('counts without gaps, and messages apart from entries', () => {
    const head = freshHead();
    expect(send(head, { id: 'a' })).toMatchObject({ kind: 'accepted', entry: { seq: 1, ordinal: 1, at: AT, from: 'ann' } });
    expect(send(head, { id: 'b', from: 'bob' })).toMatchObject({ kind: 'accepted', entry: { seq: 2, ordinal: 2 } });
  });

  it('looks for a resend before it looks at rights', () => {
    const head = freshHead();
    send(head, { id: 'a' });
    block(head, true, 1);
    expect(send(head, { id: 'a' })).toMatchObject({ kind: 'repeated', original: { seq: 1 } });
    expect(send(head, { id: 'b' })).toMatchObject({ kind: 'refused', reason: { code: 'forbidden' } });
  });

  it('knows an id by its sender', () => {
    const head = freshHead();
    send(head, { id: 'same' });
    expect(send(head, { id: 'same', from: 'bob' })).toMatchObject({ kind: 'accepted', entry: { seq: 2 } });
  });

  it('takes a message only after the one that it was sent after', () => {
    const head = freshHead();
    expect(send(head, { id: 'second', after: 'first' })).toMatchObject({
      kind: 'refused',
      reason: { code: 'out_of_order', field: 'after' },
    });
    send(head, { id: 'first' });
    expect(send(head, { id: 'second', after: 'first' })).toMatchObject({ kind: 'accepted', entry: { seq: 2 } });
  });

  it('refuses an id whose time lies in the future', () => {
    const id = (time: number): string =>
      `${time
        .toString(16)
        .padStart(12, '0')
        .replace(/^(.{8})/, '$1-')}-7000-8000-000000000000`;
    expect(send(freshHead(), { id: id(AT + CLOCK_SKEW_MS + 1) })).toMatchObject({
      kind: 'refused',
      reason: { code: 'invalid', field: 'id' },
    });
    expect(send(freshHead(), { id: id(AT + CLOCK_SKEW_MS) })).toMatchObject({ kind: 'accepted' });
  });

  it('refuses an answer to a message that is not there', () => {
    const head = freshHead();
    expect(send(head, { id: 'a', replyTo: 1 })).toMatchObject({ kind: 'refused', reason: { code: 'invalid', field: 'replyTo' } });
    send(head, { id: 'a' });
    expect(send(head, { id: 'b', replyTo: 1 })).toMatchObject({ kind: 'accepted', entry: { replyTo: 1 } });
  });

  it('lets an older version of a block change nothing', () => {
    const head = freshHead();
    expect(block(head, true, 2)).toMatchObject({ kind: 'block-changed' });
    expect(block(head, false, 1)).toEqual({ kind: 'nothing' });
    expect(send(head, { id: 'a' })).toMatchObject({ kind: 'refused' });
    block(head, false, 3);
    expect(send(head, { id: 'a' })).toMatchObject({ kind: 'accepted' });
  });

  it('waits for the ids of a conversation that it did not know from the start', () => {
    const head = new ConversationHead(
      'ann+bob',
      ['ann', 'bob'],
      { conversation: 'ann+bob', seq: 5, ordinal: 5, at: AT - 1, blocks: [], members: [], lastChange: undefined },
      AT,
    );
    expect(send(head, { id: 'maybe' })).toEqual({ kind: 'needs-ids', id: 'maybe' });
    head.idsOf('ann').restore([{ id: 'maybe', seq: 3, at: AT - 9 }], Number.NEGATIVE_INFINITY);
    expect(send(head, { id: 'maybe' })).toMatchObject({ kind: 'repeated', original: { seq: 3 } });
  });

  it('refuses a kind of command that it does not know', () => {
    const outcome = decide({ head: freshHead(), rules, at: AT, command: { conversation: 'ann+bob', from: 'ann', id: 'x' } });
    expect(outcome).toMatchObject({ kind: 'refused', reason: { code: 'invalid' } });
  });
});
