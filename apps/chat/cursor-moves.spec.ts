import type { CursorMove } from '#contracts/gen/parley/conversation/internal/v1/message_path.js';
import { eventually } from '../../test/support/eventually.js';
import type { Connection } from './connection.js';
import { CursorMoves } from './cursor-moves.js';
import type { MessageService } from './routes.js';
import { WrittenEntries } from './written-entries.js';

const HOUR_MS = 3_600_000;
const connection: unknown = { session: 's' };

describe('cursors on their way to a service', () => {
  let calls: CursorMove[][];
  let written: WrittenEntries;
  const through = (spacingMs: number): ((conversation: string, received: number, read?: number) => void) => {
    const service = {
      moveCursors: ({ moves }: { moves: CursorMove[] }) => {
        calls.push(moves);
        return Promise.resolve({ refusals: [] });
      },
    };
    const onError = (): void => undefined;
    const moves = new CursorMoves({ service: service as unknown as MessageService, written, spacingMs, onError });
    return (conversation, received, read = 0) =>
      moves.add({ conversation, user: 'ann', received, read }, connection as Connection, undefined);
  };
  beforeEach(() => {
    calls = [];
    written = new WrittenEntries();
  });

  it('leave at once after a pause, and then wait unless something was read', async () => {
    const add = through(HOUR_MS);
    add('c', 1);
    await eventually(() => calls.length === 1);
    add('c', 2);
    add('d', 1);
    add('c', 3);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(calls.length).toBe(1);
    add('d', 2, 2);
    await eventually(() => calls.length === 2);
    expect(calls[1]?.map(({ conversation, received, read }) => [conversation, received, read])).toEqual([
      ['c', 3, 0],
      ['d', 2, 2],
    ]);
  });

  it('go on when the pause is over', async () => {
    const add = through(100);
    add('c', 1);
    await eventually(() => calls.length === 1);
    add('c', 2);
    await eventually(() => calls.length === 2);
  });

  it('say whether this node has written what was received', async () => {
    const add = through(0);
    written.take({ conversation: 'c', seq: 2 });
    add('c', 2);
    add('d', 1);
    await eventually(() => calls.length === 1);
    add('c', 3);
    await eventually(() => calls.length === 2);
    expect(calls.flat().map(({ conversation, received, decided }) => [conversation, received, decided])).toEqual([
      ['c', 2, true],
      ['d', 1, false],
      ['c', 3, false],
    ]);
  });
});
