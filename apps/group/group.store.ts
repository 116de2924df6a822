import { Injectable } from '@nestjs/common';
import { Any, type EntityManager } from 'typeorm';
import { Clock } from '#runtime';
import { GroupEntity, type GroupRow, InviteEntity, MemberEntity } from './entities.js';
import { GroupDatabase } from './group-database.js';
import { type Profile, claimedName } from './group.decisions.js';
import { GroupDraft } from './group-draft.js';
import { ROLES } from './group-change.js';

/** What decisions on a group look at. */
export interface Concerns {
  users: readonly string[];
  invites: readonly string[];
  /** What the profile is to become. */
  profile: Partial<Profile>;
}

/** Groups as they are changed: one transaction holds the group's row from what it reads to what it writes. */
@Injectable()
export class GroupStore {
  constructor(
    private readonly database: GroupDatabase,
    private readonly clock: Clock,
  ) {}

  /** Lets `decide` change the group, and writes what has become of it; nothing if it throws. `undefined` if there is no such group. */
  async change<T>(id: string, concerns: Concerns, decide: (draft: GroupDraft) => T): Promise<T | undefined> {
    return this.database.transaction(async (manager) => {
      const draft = await this.lock(manager, id, concerns);
      if (draft === undefined) return undefined;
      const result = decide(draft);
      await write(manager, draft);
      return result;
    });
  }

  /** As `change`, for a group that begins to exist. */
  async create(row: GroupRow, decide: (draft: GroupDraft) => void): Promise<GroupDraft> {
    return this.database.transaction(async (manager) => {
      const nameTaken = row.visibility === 'public' && (await this.claim(manager, row.nameKey));
      const draft = new GroupDraft({ row, members: [], invites: [], nameTaken, now: this.clock.now() });
      decide(draft);
      await manager.insert(GroupEntity, row);
      await writeChanges(manager, draft);
      return draft;
    });
  }

  private async lock(manager: EntityManager, id: string, { users, invites, profile }: Concerns): Promise<GroupDraft | undefined> {
    const row = await manager.findOne(GroupEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (row === null) return undefined;
    const claimed = claimedName(row, profile);
    return new GroupDraft({
      row,
      members: await manager.findBy(MemberEntity, { groupId: id, userId: Any([...new Set(users)]) }),
      invites: invites.length === 0 ? [] : await lockInvites(manager, id, invites),
      nameTaken: claimed !== undefined && (await this.claim(manager, claimed)),
      now: this.clock.now(),
    });
  }

  /**
   * Whether the name is taken; if not, nobody else can take it until the end of the transaction. No transaction claims two names, so
   * none waits for another in a circle.
   */
  private async claim(manager: EntityManager, key: string): Promise<boolean> {
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`parley.group.name ${key}`]);
    return manager.existsBy(GroupEntity, { nameKey: key, visibility: 'public', deleted: false });
  }
}

async function write(manager: EntityManager, draft: GroupDraft): Promise<void> {
  if (draft.changes.length === 0) return;
  const { id, ...row } = draft.row;
  await manager.update(GroupEntity, { id }, row);
  await writeChanges(manager, draft);
}

async function writeChanges(manager: EntityManager, draft: GroupDraft): Promise<void> {
  await writeMembers(manager, draft);
  await writeInvites(manager, draft);
  await writeOutbox(manager, draft);
}

/** A revocation that is under way is waited for. */
async function lockInvites(manager: EntityManager, groupId: string, codes: readonly string[]): Promise<InviteEntity[]> {
  return manager.find(InviteEntity, {
    where: { groupId, code: Any([...new Set(codes)]) },
    order: { code: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
}

async function writeMembers(manager: EntityManager, { row, touched }: GroupDraft): Promise<void> {
  if (row.deleted) {
    await manager.delete(MemberEntity, { groupId: row.id });
    return;
  }
  const members = [...touched].flatMap(([user, { role, joinedAt }]) => (role === undefined ? [] : [{ user, role, joinedAt }]));
  const gone = [...touched].filter(([, { role }]) => role === undefined).map(([user]) => user);
  if (gone.length > 0) await manager.query('DELETE FROM members WHERE group_id = $1 AND user_id = ANY ($2)', [row.id, gone]);
  if (members.length === 0) return;
  await manager.query(
    `INSERT INTO members (group_id, user_id, rank, joined_at) SELECT $1, * FROM unnest($2::text[], $3::smallint[], $4::bigint[])
     ON CONFLICT (group_id, user_id) DO UPDATE SET rank = excluded.rank, joined_at = excluded.joined_at`,
    [row.id, members.map(({ user }) => user), members.map(({ role }) => ROLES.indexOf(role)), members.map(({ joinedAt }) => joinedAt)],
  );
}

async function writeInvites(manager: EntityManager, { row, usedInvites }: GroupDraft): Promise<void> {
  if (row.deleted) await manager.delete(InviteEntity, { groupId: row.id });
  else for (const { code, uses } of usedInvites.values()) await manager.update(InviteEntity, { code }, { uses });
}

async function writeOutbox(manager: EntityManager, { row, changes }: GroupDraft): Promise<void> {
  await manager.query(
    `INSERT INTO outbox (group_id, from_start, version, event, actor, members, text)
     SELECT $1, $2, * FROM unnest($3::bigint[], $4::text[], $5::text[], $6::jsonb[], $7::text[])`,
    [
      row.id,
      row.history === 'full',
      changes.map(({ version }) => version),
      changes.map(({ event }) => event),
      changes.map(({ actor }) => actor),
      changes.map(({ members }) => JSON.stringify(members)),
      changes.map(({ text }) => text),
    ],
  );
}
