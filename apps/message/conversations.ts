import type { EntryPage, ListEntriesRequest } from '#contracts/gen/parley/conversation/v1/entry.js';
import type { Conversation, ListConversationsRequest, ListConversationsResponse } from '#contracts/gen/parley/message/v1/message.js';
import { partitionOf, type ReadFence } from '#conversation';
import { ParleyError } from '#errors';
import type { EventLog } from '#event-log';
import type { ConversationRow, History } from '#history';
import { otherUser } from './direct-conversation.js';

/** How long a reader waits for History to hold what was acknowledged before, in milliseconds. */
export const READ_WAIT_MS = 2_000;
const DEFAULT_ENTRIES = 50;
const DEFAULT_CONVERSATIONS = 50;

export interface ConversationsDependencies {
  log: EventLog;
  history: History;
  fence: ReadFence;
}

/** What users read of their direct conversations. */
export class Conversations {
  constructor(private readonly dependencies: ConversationsDependencies) {}

  async list(user: string, { pageToken, limit = DEFAULT_CONVERSATIONS }: ListConversationsRequest): Promise<ListConversationsResponse> {
    const after = pageToken === undefined || pageToken === '' ? undefined : decodePageToken(pageToken);
    await this.dependencies.fence.pass(READ_WAIT_MS);
    const rows = await this.dependencies.history.list({ user, after, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      conversations: page.map((row) => toConversation(user, row)),
      nextPageToken: rows.length > limit && last !== undefined ? encodePageToken(last) : '',
    };
  }

  async entries(user: string, { conversation, before, after, limit = DEFAULT_ENTRIES }: ListEntriesRequest): Promise<EntryPage> {
    requireParticipant(conversation, user);
    const { log, history, fence } = this.dependencies;
    await fence.passPartition(partitionOf(conversation, log.partitions), READ_WAIT_MS);
    return history.page({ conversation, before, after, limit });
  }
}

/** The other participant; a conversation of others is not told from one that does not exist. */
export function requireParticipant(conversation: string, user: string): string {
  const other = otherUser(conversation, user);
  if (other === undefined) throw new ParleyError('not_found', 'There is no such conversation.', { field: 'conversation' });
  return other;
}

export function toConversation(user: string, row: ConversationRow): Conversation {
  const { conversation, head, read, unread, last } = row;
  return { conversation, user: otherUser(conversation, user) ?? '', head, read, unread, last, receipt: row.receipts[0] };
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
