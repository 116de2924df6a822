import { Column, Entity, PrimaryColumn } from 'typeorm';
import { whole } from '#postgres';

@Entity('groups')
export class GroupEntity {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  name!: string;

  /** The name as it is unique among public groups, and as lists are sorted. */
  @Column('text', { name: 'name_key' })
  nameKey!: string;

  /** The words of the name as search compares them, each between spaces. */
  @Column('text')
  words!: string;

  @Column('text')
  description!: string;

  @Column('text')
  picture!: string;

  @Column('text')
  visibility!: Visibility;

  @Column('text')
  history!: 'full' | 'since_join';

  @Column('bigint', { name: 'created_at', transformer: whole })
  createdAt!: number;

  /** How many changes there were; the number of the newest. */
  @Column('bigint', { transformer: whole })
  version!: number;

  @Column('integer')
  owners!: number;

  @Column('integer')
  members!: number;

  @Column('boolean')
  deleted!: boolean;
}

/** What a group's row says. */
export type GroupRow = Pick<GroupEntity, keyof GroupEntity>;

export type Visibility = 'private' | 'public';

@Entity('members')
export class MemberEntity {
  @PrimaryColumn('text', { name: 'group_id' })
  groupId!: string;

  @PrimaryColumn('text', { name: 'user_id' })
  userId!: string;

  /** Place in `ROLES`. */
  @Column('smallint')
  rank!: number;

  @Column('bigint', { name: 'joined_at', transformer: whole })
  joinedAt!: number;

  /** By rank, then by the time of joining; made by the database. */
  @Column({ type: 'bigint', transformer: whole, insert: false, update: false })
  place!: number;
}

@Entity('invites')
export class InviteEntity {
  @PrimaryColumn('text')
  code!: string;

  @Column('text', { name: 'group_id' })
  groupId!: string;

  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column('bigint', { name: 'created_at', transformer: whole })
  createdAt!: number;

  /** Null if it does not expire. */
  @Column('bigint', { name: 'expires_at', nullable: true, transformer: whole })
  expiresAt!: number | null;

  /** Null if as many may use it as like. */
  @Column('integer', { name: 'max_uses', nullable: true })
  maxUses!: number | null;

  @Column('integer')
  uses!: number;
}

export const ENTITIES = [GroupEntity, MemberEntity, InviteEntity];
