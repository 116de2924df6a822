import type { SyncResponse } from '#contracts/gen/parley/conversation/internal/v1/message_path.js';
import type { Conversation, Entry } from '#contracts/gen/parley/conversation/v1/entry.js';
import type { EventLog } from '#event-log';
import { packPosition, type ConversationRow, type History } from '#history';
import type { ConversationRules } from './conversation-rules.js';
import { toConversation } from './conversations.js';
import { partitionOf } from './partition.js';
import type { ReadFence } from './read-fence.js';
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
  rules: ConversationRules;
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
      const wanted = entries.length < ENTRIES_IN_ALL || row.until !== undefined;
      const missed = wanted ? await this.entriesOf(row, positions) : undefined;
      if (missed === undefined || (entries.length + missed.length > ENTRIES_IN_ALL && row.until === undefined))
        changes.push(toConversation(this.dependencies.rules, user, row));
      else entries.push(...missed);
    }
    return { entries, changes };
  }

  /**
   * Undefined if there are more than a device gets at once. Who was removed meanwhile cannot page, and gets as many of the newest, up to
   * the one that says so (message path, rule 16).
   */
  private async entriesOf(
    { conversation, from, until, head }: ConversationRow,
    positions: readonly bigint[],
  ): Promise<Entry[] | undefined> {
    const { log, history } = this.dependencies;
    const position = positions[partitionOf(conversation, log.partitions)] ?? 0n;
    const { entries, more } = await history.entriesSince({
      conversation,
      position,
      from,
      until: until ?? head,
      limit: ENTRIES_PER_CONVERSATION,
    });
    return more && until === undefined ? undefined : entries;
  }
}
