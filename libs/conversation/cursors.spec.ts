import type { Receipt } from '#contracts/gen/parley/conversation/v1/entry.js';
import { ParleyError } from '#errors';
import type { CursorWrite, History } from '#history';
import { Cursors } from './cursors.js';
import type { ReadFence } from './read-fence.js';
import { Readers } from './readers.js';
import { TestRules } from './testing.js';

const conversation = 'ann+bob';
const received = (user: string, seq: number, decided: boolean) => ({ conversation, user, received: seq, read: 0, decided });

class TestReaders extends Readers {
  readonly told: Receipt[] = [];

  entitle(): Promise<never> {
    return Promise.reject(new ParleyError('not_found', 'There is no such conversation.'));
  }

  moved(receipt: Receipt): void {
    this.told.push(receipt);
  }
}

describe('cursors', () => {
  let written: CursorWrite[][];
  let compared: string[];
  let readers: TestReaders;
  let failures: number;
  let isBehind: boolean;
  let cursors: Cursors;
  beforeEach(() => {
    [written, compared, failures, isBehind] = [[], [], 0, false];
    readers = new TestReaders();
    const history = {
      spacing: { calmMs: 0, urgentMs: 0 },
      write: async ({ cursors: some }: { cursors: readonly CursorWrite[] }): Promise<void> => {
        if (failures-- > 0) throw new Error('away');
        written.push([...some]);
        await Promise.resolve();
      },
      moveCursors: (moves: readonly { user: string }[]) => {
        compared.push(...moves.map(({ user }) => user));
        return Promise.resolve([]);
      },
    };
    const fence = { passCalmly: () => (isBehind ? Promise.reject(new ParleyError('unavailable', 'behind')) : Promise.resolve()) };
    cursors = new Cursors({
      history: history as unknown as History,
      fence: fence as unknown as ReadFence,
      rules: new TestRules(),
      readers,
    });
  });

  it('of decided entries are noted while History is behind, the furthest of each user once', async () => {
    isBehind = true;
    await Promise.all([1, 3, 2].map((seq) => cursors.move(received('bob', seq, true))));
    await cursors.move(received('bob', 3, true));
    await cursors.move(received('bob', 4, true));
    expect(written.map((some) => some.map(({ user, received: seq, direct }) => [user, seq, direct]))).toEqual([
      [['bob', 3, true]],
      [['bob', 4, true]],
    ]);
    expect(readers.told).toEqual([3, 4].map((seq) => ({ conversation, user: 'bob', received: seq, read: 0 })));
  });

  it('are noted again when writing them failed', async () => {
    failures = 1;
    await expect(cursors.move(received('bob', 1, true))).rejects.toThrow('away');
    await cursors.move(received('bob', 1, true));
    expect([written.length, readers.told.length]).toEqual([1, 1]);
  });

  it('are compared with what History holds unless a participant has received what is decided', async () => {
    const moves = [
      received('bob', 99, false),
      { ...received('ann', 1, true), read: 1 },
      received('eve', 1, true),
      { ...received('fay', 1, true), conversation: 'group:club' },
    ];
    const outcomes = await Promise.allSettled(moves.map((move) => cursors.move(move)));
    expect(outcomes.map(({ status }) => status)).toEqual(moves.map(() => 'rejected'));
    expect([written, compared]).toEqual([[], ['bob', 'ann', 'eve', 'fay']]);
  });
});
