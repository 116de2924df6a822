/** What a member may do, the greatest first. */
export const ROLES = ['owner', 'admin', 'member'] as const;
export type Role = (typeof ROLES)[number];

export type GroupEvent =
  'created' | 'added' | 'joined' | 'left' | 'removed' | 'role' | 'renamed' | 'described' | 'picture' | 'visibility' | 'deleted';

/** What a user is from a change on; `''`: no member any more. */
export interface MemberRole {
  user: string;
  role: Role | '';
}

/** Something that has become of a group: one system entry of its conversation. */
export interface Change {
  event: GroupEvent;
  /** Who did it. */
  actor: string;
  /** Whom it concerns, at most `MAX_NAMED`. */
  members: MemberRole[];
  /** The name of a new group; the new name, description, picture or visibility; otherwise empty. */
  text: string;
}

/** A change in its place: the changes of a group are numbered 1, 2, 3 … without gaps. */
export interface NumberedChange extends Change {
  version: number;
}

/** So many members are named by one change at most (`GroupChange`). */
export const MAX_NAMED = 200;
