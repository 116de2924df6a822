import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Backlog } from './change-commands.js';
import type { GroupEvent, MemberRole } from './group-change.js';
import { GroupDatabase } from './group-database.js';

/** Groups of one round. */
const MAX_GROUPS = 128;
/** Changes of a group in one round. A change names up to 200 members. */
const MAX_CHANGES = 400;
const MAX_MEMBERS = 4_000;

/**
 * Goes from group to group by the primary key: what it costs grows with the groups that wait, not with their changes. Looking at all that is
 * due took a second when a hundred thousand changes of one group waited.
 */
const TAKE = `
  WITH RECURSIVE oldest AS (
    (SELECT group_id, version FROM outbox ORDER BY group_id, version LIMIT 1)
    UNION ALL
    SELECT next.* FROM oldest CROSS JOIN LATERAL
      (SELECT group_id, version FROM outbox WHERE group_id > oldest.group_id ORDER BY group_id, version LIMIT 1) next
  )
  SELECT o.group_id, attempts, from_start FROM oldest JOIN outbox o USING (group_id, version)
  WHERE due_at <= now() ORDER BY due_at LIMIT ${String(MAX_GROUPS)} FOR UPDATE OF o SKIP LOCKED`;

export interface TakenBacklog extends Backlog {
  /** How often it was tried in vain. */
  attempts: number;
}

interface OldestRow {
  group_id: string;
  attempts: number;
  from_start: boolean;
}

interface ChangeRow {
  group_id: string;
  version: string;
  event: GroupEvent;
  actor: string;
  members: MemberRole[];
  text: string;
}

/** The changes of groups that wait to be put into the log. */
@Injectable()
export class ChangeOutbox {
  constructor(private readonly database: GroupDatabase) {}

  /**
   * Takes what is due of some groups, lets `deliver` try each, and deletes what was delivered. The oldest change of a group stays locked
   * meanwhile, and with it all others: another instance takes other groups, and when a process dies the database frees them at once.
   * A crash after the delivery repeats it with the same versions, which changes nothing. Answers how many groups were taken.
   */
  async pump(deliver: (backlog: TakenBacklog) => Promise<boolean>, backOff: (attempts: number) => number): Promise<number> {
    return this.database.transaction(async (manager) => {
      const backlogs = await this.take(manager);
      const delivered = await Promise.all(backlogs.map(deliver));
      await this.remove(
        manager,
        backlogs.filter((_, index) => delivered[index]),
      );
      for (const backlog of backlogs.filter((_, index) => !delivered[index]))
        await this.postpone(manager, backlog, backOff(backlog.attempts));
      return backlogs.length;
    });
  }

  /** Those of the groups that have a change up to a version that still waits. */
  async waiting(upTo: ReadonlyMap<string, number>): Promise<Set<string>> {
    const rows = await this.database.manager.query<{ group_id: string }[]>(
      `SELECT asked.group_id FROM unnest($1::text[], $2::bigint[]) AS asked (group_id, version)
       WHERE EXISTS (SELECT 1 FROM outbox o WHERE o.group_id = asked.group_id AND o.version <= asked.version)`,
      [[...upTo.keys()], [...upTo.values()]],
    );
    return new Set(rows.map((row) => row.group_id));
  }

  private async take(manager: EntityManager): Promise<TakenBacklog[]> {
    const oldest = await manager.query<OldestRow[]>(TAKE);
    if (oldest.length === 0) return [];
    const rows = await manager.query<ChangeRow[]>(
      `SELECT o.* FROM unnest($1::text[]) AS taken (id), LATERAL (
         SELECT group_id, version, event, actor, members, text FROM outbox WHERE group_id = taken.id ORDER BY version LIMIT ${String(MAX_CHANGES)}
       ) o ORDER BY o.group_id, o.version`,
      [oldest.map((row) => row.group_id)],
    );
    return oldest.map((row) => ({
      group: row.group_id,
      attempts: row.attempts,
      fromStart: row.from_start,
      changes: firstOf(rows.filter((change) => change.group_id === row.group_id)).map((change) => ({
        ...change,
        version: Number(change.version),
      })),
    }));
  }

  private async remove(manager: EntityManager, backlogs: readonly Backlog[]): Promise<void> {
    if (backlogs.length === 0) return;
    await manager.query(
      `DELETE FROM outbox o USING unnest($1::text[], $2::bigint[]) AS done (group_id, version)
       WHERE o.group_id = done.group_id AND o.version <= done.version`,
      [backlogs.map(({ group }) => group), backlogs.map(({ changes }) => changes.at(-1)?.version ?? 0)],
    );
  }

  /** The oldest change holds up all others of its group. */
  private async postpone(manager: EntityManager, { group, changes }: Backlog, delayMs: number): Promise<void> {
    await manager.query(
      `UPDATE outbox SET attempts = attempts + 1, due_at = clock_timestamp() + $3 * interval '1 millisecond' WHERE group_id = $1 AND version = $2`,
      [group, changes[0]?.version, delayMs],
    );
  }
}

/** As many as may name so many members together; at least one. */
function firstOf(rows: readonly ChangeRow[]): readonly ChangeRow[] {
  let members = 0;
  const end = rows.findIndex((row, index) => {
    members += row.members.length;
    return index > 0 && members > MAX_MEMBERS;
  });
  return end === -1 ? rows : rows.slice(0, end);
}
