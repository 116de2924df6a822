import fc from 'fast-check';
import { mergedPage, type ConversationSource } from './conversation-list.js';
import type { ConversationSummary } from './protocol.js';

function summary(conversation: string, at: number): ConversationSummary {
  return { conversation, at, head: 1, read: 0, unread: 0, mentions: 0, from: 1 };
}

function inOrder(list: readonly ConversationSummary[]): ConversationSummary[] {
  return [...list].sort((a, b) => b.at - a.at || (a.conversation < b.conversation ? -1 : 1));
}

/** A list as the server pages it: by the place of the last one shown. Gives at most `most` a page, whatever is asked for. */
function source(all: () => readonly ConversationSummary[], most: number): ConversationSource {
  return ({ pageToken, limit = 50 }) => {
    const after = pageToken === undefined ? undefined : summary(...(JSON.parse(pageToken) as [string, number]));
    const rest = inOrder(all()).filter((item) => !after || inOrder([item, after])[0] === after);
    const page = rest.slice(0, Math.min(limit, most));
    const last = page.at(-1);
    return Promise.resolve({
      conversations: page,
      nextPageToken: last && rest.length > page.length ? JSON.stringify([last.conversation, last.at]) : '',
    });
  };
}

async function readAll(
  sources: readonly ConversationSource[],
  limits: readonly number[],
  between: () => void = () => undefined,
): Promise<string[][]> {
  const pages: string[][] = [];
  let pageToken: string | undefined;
  do {
    const limit = limits[pages.length % limits.length];
    const page = await mergedPage(sources, { pageToken, limit });
    pages.push(page.conversations.map(({ conversation }) => conversation));
    pageToken = page.nextPageToken;
    between();
  } while (pageToken !== '');
  return pages;
}

/** Few times, so that many conversations share one. */
const lists = fc
  .array(fc.record({ at: fc.nat(8), list: fc.nat(1) }), { maxLength: 40 })
  .map((rows) => rows.map(({ at, list }, index) => ({ list, item: summary(`c${String((index * 7) % 41).padStart(2, '0')}`, at) })));
const limits = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 });

describe('the merged list of conversations', () => {
  it('holds each conversation of all lists once, in order, on full pages', async () => {
    await fc.assert(
      fc.asyncProperty(lists, limits, fc.integer({ min: 1, max: 9 }), async (rows, chosen, most) => {
        const [direct, groups] = [0, 1].map((list) => rows.filter((row) => row.list === list).map((row) => row.item)) as [
          ConversationSummary[],
          ConversationSummary[],
        ];
        const pages = await readAll([source(() => direct, most), source(() => groups, 50)], chosen);
        expect(pages.flat()).toEqual(inOrder([...direct, ...groups]).map(({ conversation }) => conversation));
        for (const [index, page] of pages.slice(0, -1).entries()) expect(page).toHaveLength(chosen[index % chosen.length]!);
      }),
      { numRuns: 500 },
    );
  });

  it('neither hides nor doubles the others when a conversation moves to the top between two pages', async () => {
    await fc.assert(
      fc.asyncProperty(lists, limits, fc.array(fc.nat(40), { minLength: 1 }), async (rows, chosen, moves) => {
        const moved = new Set<string>();
        let items = rows;
        let next = 0;
        const move = (): void => {
          const index = moves[next++ % moves.length]! % Math.max(1, items.length);
          const row = items[index];
          if (!row || next > 10) return;
          moved.add(row.item.conversation);
          items = items.map((other) => (other === row ? { ...row, item: { ...row.item, at: 100 + next } } : other));
        };
        const of = (list: number) => source(() => items.filter((row) => row.list === list).map((row) => row.item), 50);
        const shown = (await readAll([of(0), of(1)], chosen, move)).flat();
        const still = rows.map((row) => row.item).filter(({ conversation }) => !moved.has(conversation));
        expect(shown.filter((conversation) => !moved.has(conversation))).toEqual(inOrder(still).map(({ conversation }) => conversation));
      }),
      { numRuns: 500 },
    );
  });

  it('reads no page that it does not need', async () => {
    let calls = 0;
    const counted =
      (inner: ConversationSource): ConversationSource =>
      (page) => {
        calls += 1;
        return inner(page);
      };
    const direct = Array.from({ length: 30 }, (_, index) => summary(`d${String(index)}`, 1_000 - index));
    const groups = [summary('g1', 5)];
    const page = await mergedPage([counted(source(() => direct, 50)), counted(source(() => groups, 50))], { limit: 10 });
    expect(page.conversations).toHaveLength(10);
    expect(calls).toBe(2);
  });

  it('refuses a token that is not its own', async () => {
    const sources = [source(() => [], 50), source(() => [], 50)];
    for (const pageToken of ['x', '[]', '{}'])
      await expect(mergedPage(sources, { pageToken })).rejects.toMatchObject({ code: 'invalid', field: 'pageToken' });
  });

  it('fails as a whole when one of the lists cannot be read', async () => {
    await expect(mergedPage([source(() => [], 50), () => Promise.reject(new Error('away'))], {})).rejects.toThrow('away');
  });
});
