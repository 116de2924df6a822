import fc from 'fast-check';
import { emptySummary, newerSummary, summaryWithEntry, summaryWithRead, summaryWithReceipt, type LiveSummary } from './live-summary.js';
import type { ConversationSummary, Entry } from './protocol.js';
import { systemEvent } from './testing/model-group.js';

const CONVERSATION = 'group:club';

/** What others, and Ada herself, did: the server's view is made from it alone. */
class Model {
  readonly entries: Entry[] = [];
  read = 0;

  add(from: string, { mentions = [], kind = 'message' as const }: { mentions?: string[]; kind?: 'message' | 'system' } = {}): Entry {
    const seq = this.entries.length + 1;
    const ordinal = (this.entries.at(-1)?.ordinal ?? 0) + (kind === 'message' ? 1 : 0);
    const entry: Entry = { conversation: CONVERSATION, seq, ordinal, kind, id: String(seq), from, at: seq, body: '', mentions };
    if (kind === 'system') entry.system = systemEvent('renamed');
    else if (from === 'ada') this.read = seq;
    this.entries.push(entry);
    return entry;
  }

  summary(): ConversationSummary {
    const unread = this.entries.filter(({ seq, kind }) => seq > this.read && kind === 'message');
    const last = this.entries.findLast(({ kind }) => kind === 'message');
    const mentions = unread.filter((entry) => entry.mentions.includes('ada')).length;
    const head = this.entries.length;
    return {
      conversation: CONVERSATION,
      group: 'club',
      head,
      read: this.read,
      unread: unread.length,
      mentions,
      last,
      at: last?.at ?? 0,
      from: 1,
    };
  }
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('message' as const), mentioned: fc.boolean() }) },
  { weight: 2, arbitrary: fc.constant({ do: 'system' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'own' as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('read' as const), back: fc.nat(6), ordinal: fc.boolean() }) },
);

describe('a summary that is kept current', () => {
  it('is at each moment what the server would say; where it cannot know, it says so and errs on the high side', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.array(step, { maxLength: 40 }), (before, after) => {
        const model = new Model();
        for (const each of before) take(model, each);
        let live: LiveSummary = model.summary();
        for (const each of after) {
          live = follow(live, model, each);
          const { head, read, unread, mentions, at } = model.summary();
          expect(live).toMatchObject({ head, read, at });
          if (!live.inexact) expect(live).toMatchObject({ unread, mentions });
          expect(live.unread).toBeGreaterThanOrEqual(unread);
          expect(live.mentions).toBeGreaterThanOrEqual(mentions);
          expect(newerSummary(live, model.summary())).toMatchObject({ unread, mentions });
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('does not take a bound for a count when the next cursor comes', () => {
    const model = new Model();
    for (const kind of ['message', 'message', 'system'] as const) model.add('bob', { kind });
    const once = summaryWithRead(model.summary(), 1);
    expect(once).toMatchObject({ unread: 2, inexact: true });
    expect(summaryWithRead(once, 2)).toMatchObject({ inexact: true });
    expect(summaryWithRead(once, 2, 2)).toMatchObject({ unread: 0, inexact: false });
  });

  it('always knows how far another device has read of what came while it looked', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const model = new Model();
        let live: LiveSummary = emptySummary({ conversation: CONVERSATION, group: 'club' });
        for (const each of steps) live = follow(live, model, each);
        const { unread, mentions } = model.summary();
        expect([live.unread, live.mentions]).toEqual([unread, mentions]);
      }),
    );
  });

  it('begins anew when the user returns: what lies before is not unread', () => {
    const model = new Model();
    model.add('bob', { mentions: ['ada'] });
    const joined: Entry = { ...model.add('bob', { kind: 'system' }), seq: 9, system: systemEvent('added', ['ada']) };
    expect(summaryWithEntry(model.summary(), joined, 'ada')).toMatchObject({ from: 9, head: 9, unread: 0, mentions: 0, at: joined.at });
  });

  it('counts what was skipped by its ordinals, and owns that it does not know whom that mentions', () => {
    const model = new Model();
    model.add('bob');
    const live = model.summary();
    model.add('bob', { mentions: ['ada'] });
    model.add('bob', { kind: 'system' });
    const next = summaryWithEntry(live, model.add('bob'), 'ada');
    expect(next).toMatchObject({ unread: 3, inexact: true });
    expect(newerSummary(next, model.summary())).toMatchObject({ unread: 3, mentions: 1 });
    expect(newerSummary(next, model.summary()).inexact).toBeFalsy();
  });

  it('keeps what live entries have told against a list that they have overtaken', () => {
    const model = new Model();
    model.add('bob');
    const loaded = model.summary();
    const live = summaryWithRead(summaryWithEntry(loaded, model.add('bob'), 'ada'), 2);
    expect(newerSummary(live, loaded)).toEqual(live);
    expect(newerSummary(live, { ...model.summary(), read: 0, unread: 2 })).toMatchObject({ read: 2, unread: 0 });
    expect(newerSummary(undefined, loaded)).toBe(loaded);
  });

  it('follows the other participant of a direct conversation, and nobody in a group', () => {
    const direct = emptySummary({ conversation: 'd', user: 'bob' });
    const entry: Entry = { conversation: 'd', seq: 1, ordinal: 1, kind: 'message', id: 'x', from: 'bob', at: 1, body: '', mentions: [] };
    const receipt = { conversation: 'd', user: 'bob', received: 3, read: 0 };
    expect(summaryWithEntry(direct, entry, 'ada').receipt).toMatchObject({ received: 1, read: 1 });
    expect(summaryWithReceipt(summaryWithEntry(direct, entry, 'ada'), receipt, 'ada').receipt).toMatchObject({ received: 3, read: 1 });
    expect(summaryWithReceipt(emptySummary({ conversation: 'g', group: 'club' }), receipt, 'ada').receipt).toBeUndefined();
  });
});

type Step = { do: 'message'; mentioned: boolean } | { do: 'system' | 'own' } | { do: 'read'; back: number; ordinal: boolean };

function take(model: Model, step: Step): Entry | undefined {
  switch (step.do) {
    case 'message':
      return model.add('bob', { mentions: step.mentioned ? ['ada'] : [] });
    case 'system':
      return model.add('bob', { kind: 'system' });
    case 'own':
      return model.add('ada');
    case 'read':
      model.read = Math.max(model.read, model.entries.length - step.back);
      return undefined;
  }
}

function follow(live: LiveSummary, model: Model, step: Step): LiveSummary {
  const entry = take(model, step);
  if (entry) return summaryWithEntry(live, entry, 'ada');
  if (step.do === 'read' && step.ordinal) return summaryWithRead(live, model.read, model.entries[model.read - 1]?.ordinal);
  return summaryWithReceipt(live, { conversation: CONVERSATION, user: 'ada', received: model.read, read: model.read }, 'ada');
}
