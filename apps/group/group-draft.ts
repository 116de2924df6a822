import type { GroupRow, InviteEntity, MemberEntity } from './entities.js';
import type { GroupState } from './group.decisions.js';
import { type Change, type MemberRole, type NumberedChange, type Role, ROLES } from './group-change.js';
import { nameKey, wordsOf } from './names.js';

/** A member as they are to be stored; without a role, no member any more. */
export interface DraftMember {
  role: Role | undefined;
  joinedAt: number;
}

export interface DraftParts {
  /** Changed in place. */
  row: GroupRow;
  /** Those of the users concerned who are members. */
  members: readonly MemberEntity[];
  invites: readonly InviteEntity[];
  nameTaken: boolean;
  now: number;
}

/** A locked group with what has been decided on it in this transaction: each decision finds what those before it have made. */
export class GroupDraft implements GroupState {
  readonly changes: NumberedChange[] = [];
  /** Members that differ from what is stored. */
  readonly touched = new Map<string, DraftMember>();
  readonly usedInvites = new Map<string, InviteEntity>();
  readonly row: GroupRow;
  readonly nameTaken: boolean;
  /** When it was locked, in milliseconds since the epoch. */
  readonly now: number;
  private readonly known: Map<string, DraftMember>;
  private readonly invites: ReadonlyMap<string, InviteEntity>;

  constructor({ row, members, invites, nameTaken, now }: DraftParts) {
    this.row = row;
    this.nameTaken = nameTaken;
    this.known = new Map(members.map(({ userId, rank, joinedAt }) => [userId, { role: ROLES[rank], joinedAt }]));
    this.invites = new Map(invites.map((invite) => [invite.code, invite]));
    this.now = now;
  }

  get name(): string {
    return this.row.name;
  }
  get description(): string {
    return this.row.description;
  }
  get picture(): string {
    return this.row.picture;
  }
  get visibility(): GroupRow['visibility'] {
    return this.row.visibility;
  }
  get owners(): number {
    return this.row.owners;
  }
  get members(): number {
    return this.row.members;
  }
  get deleted(): boolean {
    return this.row.deleted;
  }

  roleOf(user: string): Role | undefined {
    return this.known.get(user)?.role;
  }

  inviteOf(code: string): InviteEntity | undefined {
    return this.invites.get(code);
  }

  use(invite: InviteEntity): void {
    invite.uses += 1;
    this.usedInvites.set(invite.code, invite);
  }

  /** Gives each change its number. */
  apply(changes: readonly Change[]): void {
    for (const change of changes) {
      this.row.version += 1;
      this.changes.push({ ...change, version: this.row.version });
      for (const member of change.members) this.place(member);
      this.applyText(change);
    }
  }

  private place({ user, role }: MemberRole): void {
    const before = this.known.get(user);
    const after = { role: role === '' ? undefined : role, joinedAt: before?.role === undefined ? this.now : before.joinedAt };
    this.row.members += Number(after.role !== undefined) - Number(before?.role !== undefined);
    this.row.owners += Number(after.role === 'owner') - Number(before?.role === 'owner');
    this.known.set(user, after);
    this.touched.set(user, after);
  }

  private applyText({ event, text }: Change): void {
    switch (event) {
      case 'renamed':
        Object.assign(this.row, { name: text, nameKey: nameKey(text), words: wordsOf(text) });
        break;
      case 'described':
        this.row.description = text;
        break;
      case 'picture':
        this.row.picture = text;
        break;
      case 'visibility':
        this.row.visibility = text === 'public' ? 'public' : 'private';
        break;
      case 'deleted':
        Object.assign(this.row, { deleted: true, members: 0, owners: 0 });
        break;
      case 'created':
      case 'added':
      case 'joined':
      case 'left':
      case 'removed':
      case 'role':
    }
  }
}
