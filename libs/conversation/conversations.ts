import type {
  Conversation,
  EntryPage,
  ListConversationsRequest,
  ListConversationsResponse,
  ListEntriesRequest,
} from '#contracts/gen/parley/conversation/v1/entry.js';
import { ParleyError } from '#errors';
import type { EventLog } from '#event-log';
import type { ConversationRow, History } from '#history';
import type { ConversationRules } from './conversation-rules.js';
import { partitionOf } from './partition.js';
import type { ReadFence } from './read-fence.js';
import type { Entitlement, Readers } from './readers.js';

/** How long a reader waits for History to hold what was acknowledged before, in milliseconds. */
export const READ_WAIT_MS = 2_000;
const DEFAULT_ENTRIES = 50;
const DEFAULT_CONVERSATIONS = 50;

export interface ConversationsDependencies {
  log: EventLog;
  history: History;
  fence: ReadFence;
  rules: ConversationRules;
  readers: Readers;
}

/** What users read of their conversations. */
export class Conversations {
  constructor(private readonly dependencies: ConversationsDependencies) {}

  async list(user: string, { pageToken, limit = DEFAULT_CONVERSATIONS }: ListConversationsRequest): Promise<ListConversationsResponse> {
    const { fence, history, rules } = this.dependencies;
    const after = pageToken === undefined || pageToken === '' ? undefined : decodePageToken(pageToken);
    await fence.pass(READ_WAIT_MS);
    const rows = await history.list({ user, after, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      conversations: page.map((row) => toConversation(rules, user, row)),
      nextPageToken: rows.length > limit && last !== undefined ? encodePageToken(last) : '',
    };
  }

  async entries(user: string, { conversation, before, after, limit = DEFAULT_ENTRIES }: ListEntriesRequest): Promise<EntryPage> {
    const { from, until } = await this.entitle(user, conversation);
    return this.dependencies.history.page({ conversation, before, after, from, until, limit });
  }

  /** What the user may read, as of everything that was acknowledged before. `not_found` if nothing. */
  async entitle(user: string, conversation: string): Promise<Entitlement> {
    const { log, fence, readers } = this.dependencies;
    await fence.passPartition(partitionOf(conversation, log.partitions), READ_WAIT_MS);
    return readers.entitle(conversation, user);
  }
}

export function toConversation(rules: ConversationRules, user: string, row: ConversationRow): Conversation {
  const { conversation, head, read, unread, mentions, last, at, from } = row;
  return { conversation, ...rules.addressee(conversation, user), head, read, unread, mentions, last, receipt: row.receipts[0], at, from };
}

function encodePageToken({ at, conversation }: { at: number; conversation: string }): string {
  return Buffer.from(JSON.stringify([at, conversation])).toString('base64url');
}

function decodePageToken(token: string): { at: number; conversation: string } {
  try {
    const [at, conversation] = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[];
    if (Number.isSafeInteger(at) && typeof conversation === 'string') return { at: at as number, conversation };
  } catch {
    // Falls through: whatever does not decode is refused alike.
  }
  throw new ParleyError('invalid', 'This page token was not issued here.', { field: 'pageToken' });
}
