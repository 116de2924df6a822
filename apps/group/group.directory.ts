import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import type { Group } from '#contracts/gen/parley/group/v1/group.js';
import { groupConversation } from '#conversation';
import { type Page, type PageKey, pageOf } from '#postgres';
import { isId } from '#runtime';
import { GroupEntity, type GroupRow, MemberEntity } from './entities.js';
import { type Role, ROLES } from './group-change.js';
import { GroupDatabase } from './group-database.js';
import { beginningOfWord, nameKey } from './names.js';

/** A group, and what the one who looks at it is in it. */
export interface Seen {
  row: GroupRow;
  role: Role | undefined;
}

type Joined = GroupEntity & { seer?: MemberEntity | null };

/** Which groups there are, and who is in them: everything that only reads. */
@Injectable()
export class GroupDirectory {
  constructor(private readonly database: GroupDatabase) {}

  async byId(id: string, caller: string): Promise<Seen | undefined> {
    if (!isId(id)) return undefined;
    return seen(await this.seenBy(caller).where('g.id = :id', { id }).getOne());
  }

  async publicByName(name: string): Promise<string | undefined> {
    const row = await this.database.manager.findOne(GroupEntity, {
      select: { id: true },
      where: { nameKey: nameKey(name), visibility: 'public', deleted: false },
    });
    return row?.id;
  }

  /** The groups of a user, by name. */
  async ofMember(user: string, after: PageKey<string> | undefined, limit: number): Promise<Page<Seen>> {
    return this.page(this.seenBy(user).where('seer.userId IS NOT NULL'), after, limit);
  }

  /** Public groups whose name begins with the query or has a word that does, by name. */
  async search(
    query: string,
    { caller, after, limit }: { caller: string; after: PageKey<string> | undefined; limit: number },
  ): Promise<Page<Seen>> {
    const found = this.seenBy(caller).where(`g.visibility = 'public' AND NOT g.deleted`);
    const words = beginningOfWord(query);
    if (nameKey(query) !== '') {
      const byWord = words === ' ' ? '' : ' OR strpos(g.words, :words) > 0';
      found.andWhere(`(starts_with(g.nameKey, :key)${byWord})`, { key: nameKey(query), words });
    }
    return this.page(found, after, limit);
  }

  /** Owners, admins, members; each in the order of joining. */
  async members(groupId: string, after: PageKey<number> | undefined, limit: number): Promise<Page<MemberEntity>> {
    const query = this.database.manager
      .createQueryBuilder(MemberEntity, 'm')
      .where('m.groupId = :groupId', { groupId })
      .orderBy('m.place')
      .addOrderBy('m.userId')
      .limit(limit + 1);
    if (after !== undefined) query.andWhere('(m.place, m.userId) > (:key, :id)', after);
    return pageOf(await query.getMany(), limit, ({ place, userId }) => ({ key: place, id: userId }));
  }

  async member(groupId: string, userId: string): Promise<MemberEntity | undefined> {
    return (await this.database.manager.findOneBy(MemberEntity, { groupId, userId })) ?? undefined;
  }

  private seenBy(caller: string): SelectQueryBuilder<GroupEntity> {
    return this.database.manager
      .createQueryBuilder(GroupEntity, 'g')
      .leftJoinAndMapOne('g.seer', MemberEntity, 'seer', 'seer.groupId = g.id AND seer.userId = :caller', { caller });
  }

  private async page(query: SelectQueryBuilder<GroupEntity>, after: PageKey<string> | undefined, limit: number): Promise<Page<Seen>> {
    if (after !== undefined) query.andWhere('(g.nameKey, g.id) > (:key, :id)', after);
    const rows: Joined[] = await query
      .orderBy('g.nameKey')
      .addOrderBy('g.id')
      .limit(limit + 1)
      .getMany();
    const page = pageOf(rows, limit, (row) => ({ key: row.nameKey, id: row.id }));
    return { ...page, rows: page.rows.map((row) => ({ row, role: roleIn(row) })) };
  }
}

function seen(row: Joined | null): Seen | undefined {
  return row === null ? undefined : { row, role: roleIn(row) };
}

function roleIn({ seer }: Joined): Role | undefined {
  return ROLES[seer?.rank ?? -1];
}

/** A group as the API tells of it. */
export function groupOf({ row, role }: Seen): Group {
  const { id, name, description, picture, visibility, history, createdAt, members } = row;
  const conversation = groupConversation(id);
  return { id, name, conversation, description, picture, visibility, history, createdAt, memberCount: members, role: role ?? '' };
}
