import type { GroupRole, Receipt } from './protocol.js';

/** `private`: entered by being added or by an invitation. `public`: by anyone. */
export type Visibility = 'private' | 'public';

/** `full`: members may read what was written before they came. `since_join`: only what comes after. */
export type HistoryPolicy = 'full' | 'since_join';

export interface Group {
  id: string;
  name: string;
  /** Opaque id of its conversation. */
  conversation: string;
  description: string;
  /** URL of a picture, or empty. */
  picture: string;
  visibility: Visibility;
  history: HistoryPolicy;
  /** Milliseconds since the epoch. */
  createdAt: number;
  memberCount: number;
  /** The caller's own; empty if the caller is no member. */
  role: GroupRole | '';
}

export interface NewGroup {
  /** 1 to 64 characters on one line; names of public groups are unique without regard to case. */
  name: string;
  description?: string | undefined;
  /** An https URL. */
  picture?: string | undefined;
  /** `private` if absent. */
  visibility?: Visibility | undefined;
  /** `since_join` if absent. It stays as it is. */
  history?: HistoryPolicy | undefined;
  /** Who is a member from the start, by id. */
  members?: readonly string[] | undefined;
}

export interface GroupChange {
  name?: string | undefined;
  description?: string | undefined;
  /** An https URL, or empty to have none. */
  picture?: string | undefined;
  visibility?: Visibility | undefined;
}

export interface GroupPage {
  groups: Group[];
  /** Empty on the last page. */
  nextPageToken: string;
}

export interface Member {
  /** The user's id. */
  id: string;
  username: string;
  displayName: string;
  role: GroupRole;
  /** Milliseconds since the epoch. */
  joinedAt: number;
}

export interface MemberPage {
  members: Member[];
  nextPageToken: string;
}

/** An invitation into a group: whoever has its code may join. */
export interface GroupInvite {
  code: string;
  /** The link, if the server has a public URL; otherwise empty: put `/invite/<code>` behind your own. */
  url: string;
  /** Who made it, by id. */
  createdBy: string;
  createdAt: number;
  /** Absent if it does not expire. */
  expiresAt?: number | undefined;
  /** Absent if as many may use it as like. */
  maxUses?: number | undefined;
  uses: number;
}

export interface NewGroupInvite {
  /** A minute to a year; 7 days if absent, never if 0. */
  expiresInMs?: number | undefined;
  maxUses?: number | undefined;
}

/** What somebody who holds an invitation is told of the group. */
export interface Invitation {
  groupId: string;
  name: string;
  description: string;
  picture: string;
  memberCount: number;
  /** Whether the caller is a member already. */
  member: boolean;
}

/** An invitation to register, made by a user. */
export interface UserInvite {
  code: string;
  /** The link, if the server has a public URL; otherwise empty: put `/register?invite=<code>` behind your own. */
  url: string;
  createdAt: number;
  expiresAt: number;
  maxUses: number;
  uses: number;
}

export interface NewUserInvite {
  /** A minute to 30 days; 7 days if absent. */
  expiresInMs?: number | undefined;
  /** 1 if absent. */
  maxUses?: number | undefined;
}

/** Who may register: anybody, who has an invitation, or nobody. */
export type RegistrationPolicy = 'open' | 'invite' | 'closed';

/** Who has received and read an entry. */
export interface ReceiptPage {
  /** The cursors of the members but the caller who have received it, in a fixed order. */
  receipts: Receipt[];
  nextPageToken: string;
  /** How many members but its author have received it, and how many have read it. */
  received: number;
  read: number;
}
