import type { Entry } from '#contracts/gen/parley/conversation/v1/entry.js';
import type { SyncResponse } from '#contracts/gen/parley/message/internal/v1/message_internal.js';
import type { Conversation } from '#contracts/gen/parley/message/v1/message.js';
import { partitionOf, type ReadFence } from '#conversation';
import type { EventLog } from '#event-log';
import { packPosition, type ConversationRow, type History } from '#history';
import { toConversation } from './conversations.js';
import { decodeSince, encodeSince, type LogPlace } from './since-token.js';

/** Most entries that a device gets on connect, per conversation and in all; beyond, it is told which conversations moved. */
const ENTRIES_PER_CONVERSATION = 100;
const ENTRIES_IN_ALL = 1_000;
/** How long a device waits for History to pass the log's ends before it is told that it is behind, in milliseconds. */
const SYNC_WAIT_MS = 4_000;

export interface SyncDependencies {
  log: EventLog;
  history: History;
  fence: ReadFence;
}

/** Brings a device up to date (message path, rule 14). The caller has registered the session before it asks. */
export class Sync {
  constructor(private readonly dependencies: SyncDependencies) {}

  async since(user: string, token: string | undefined): Promise<SyncResponse> {
    const { log, fence } = this.dependencies;
    const ends = await fence.pass(SYNC_WAIT_MS);
    const since = encodeSince({ epoch: log.epoch, ends });
    const place = token === undefined || token === '' ? undefined : decodeSince(token, log);
    if (place === undefined) return { since, reset: true, entries: [], changes: [] };
    const { entries, changes } = await this.missed(user, place);
    return { since, reset: false, entries, changes };
  }

  private async missed(user: string, place: LogPlace): Promise<{ entries: Entry[]; changes: Conversation[] }> {
    const positions = place.ends.map((offset) => packPosition({ epoch: place.epoch, offset, index: 0 }));
    const rows = await this.dependencies.history.changedSince(
      user,
      positions.map((position, partition) => ({ partition, position })),
    );
    const entries: Entry[] = [];
    const changes: Conversation[] = [];
    for (const row of rows) {
      const missed = entries.length < ENTRIES_IN_ALL ? await this.entriesOf(row, positions) : undefined;
      if (missed === undefined || entries.length + missed.length > ENTRIES_IN_ALL) changes.push(toConversation(user, row));
      else entries.push(...missed);
    }
    return { entries, changes };
  }

  /** Undefined if there are more than a device gets at once. */
  private async entriesOf({ conversation }: ConversationRow, positions: readonly bigint[]): Promise<Entry[] | undefined> {
    const { log, history } = this.dependencies;
    const position = positions[partitionOf(conversation, log.partitions)] ?? 0n;
    const { entries, more } = await history.entriesSince({ conversation, position, limit: ENTRIES_PER_CONVERSATION });
    return more ? undefined : entries;
  }
}
