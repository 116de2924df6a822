import type { ConversationPage, PageRequest } from './model.js';
import { ParleyError } from './parley-error.js';
import type { ConversationSummary } from './protocol.js';

/** One list of conversations, by `at` descending, then by id. */
export type ConversationSource = (page: PageRequest) => Promise<ConversationPage>;

type Place = Pick<ConversationSummary, 'at' | 'conversation'>;

/** Where reading of one source goes on: on the page of `token`, behind `after`. `null`: at its end. */
type Mark = { token: string; after?: Place } | null;

const DEFAULT_LIMIT = 50;

/**
 * A page of several lists merged into one, in the same order. The token holds a mark for each source, and what a source has shown is told
 * by its place in the order, not by a count: a conversation that moves to the top between two pages neither hides nor doubles another.
 */
export async function mergedPage(sources: readonly ConversationSource[], request: PageRequest): Promise<ConversationPage> {
  const limit = request.limit ?? DEFAULT_LIMIT;
  const marks = request.pageToken ? parseMarks(request.pageToken, sources.length) : sources.map(() => ({ token: '' }));
  const cursors = sources.map((source, index) => new SourceCursor((page) => source({ ...page, limit }), marks[index] ?? null));
  const conversations: ConversationSummary[] = [];
  while (conversations.length < limit) {
    await Promise.all(cursors.map((cursor) => cursor.load()));
    const next = cursors
      .filter((cursor) => cursor.first)
      .sort(byFirst)[0]
      ?.take();
    if (!next) break;
    conversations.push(next);
  }
  const left = cursors.map((cursor) => cursor.mark());
  return { conversations, nextPageToken: left.every((mark) => mark === null) ? '' : JSON.stringify(left) };
}

/** One source, read lazily. */
class SourceCursor {
  private items: ConversationSummary[] = [];
  /** Token of the page that `items` are from. */
  private token = '';
  /** Token of the page that follows; undefined at the end. */
  private following: string | undefined;
  private after: Place | undefined;

  constructor(
    private readonly read: (page: { pageToken?: string }) => Promise<ConversationPage>,
    mark: Mark,
  ) {
    this.following = mark?.token;
    this.after = mark?.after;
  }

  get first(): ConversationSummary | undefined {
    return this.items[0];
  }

  /** Makes the first item known, unless the source is at its end. */
  async load(): Promise<void> {
    while (this.items.length === 0 && this.following !== undefined) {
      this.token = this.following;
      const page = await this.read(this.token === '' ? {} : { pageToken: this.token });
      const { after } = this;
      this.items = after ? page.conversations.filter((summary) => compare(after, summary) < 0) : page.conversations;
      this.following = page.nextPageToken === '' ? undefined : page.nextPageToken;
    }
  }

  take(): ConversationSummary | undefined {
    const item = this.items.shift();
    if (item) this.after = { at: item.at, conversation: item.conversation };
    return item;
  }

  mark(): Mark {
    const token = this.items.length > 0 ? this.token : this.following;
    return token === undefined ? null : { token, ...(this.after && { after: this.after }) };
  }
}

function compare(a: Place, b: Place): number {
  if (a.at !== b.at) return b.at - a.at;
  return a.conversation < b.conversation ? -1 : Number(a.conversation > b.conversation);
}

function byFirst({ first: a }: SourceCursor, { first: b }: SourceCursor): number {
  return a && b ? compare(a, b) : 0;
}

function parseMarks(pageToken: string, count: number): Mark[] {
  try {
    const marks = JSON.parse(pageToken) as Mark[];
    if (Array.isArray(marks) && marks.length === count) return marks;
  } catch {
    // Told below.
  }
  throw new ParleyError('invalid', 'This is no page token of this list.', { field: 'pageToken' });
}
