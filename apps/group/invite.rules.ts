import { Injectable } from '@nestjs/common';
import type {
  CreateInviteRequest,
  Group,
  Invitation,
  Invite,
  ListInvitesRequest,
  ListInvitesResponse,
  RevokeInviteRequest,
} from '#contracts/gen/parley/group/v1/group.js';
import { ParleyError } from '#errors';
import { readPageToken } from '#postgres';
import { Config, isId } from '#runtime';
import { ChangeQueue } from './change.queue.js';
import type { InviteEntity } from './entities.js';
import { accept, noSuchGroup, noSuchInvite, requireRole } from './group.decisions.js';
import { GroupDirectory, groupOf } from './group.directory.js';
import type { GroupDraft } from './group-draft.js';
import type { Change } from './group-change.js';
import { GroupLimits } from './group.limits.js';
import { GroupRules } from './group.rules.js';
import { InviteStore } from './invite.store.js';

const PAGE = 50;
const WEEK_MS = 7 * 24 * 3_600_000;
const MINUTE_MS = 60_000;

/** Who may invite into a group, and what an invitation is good for. */
@Injectable()
export class InviteRules {
  constructor(
    private readonly invites: InviteStore,
    private readonly queue: ChangeQueue,
    private readonly groups: GroupRules,
    private readonly directory: GroupDirectory,
    private readonly limits: GroupLimits,
    private readonly config: Config,
  ) {}

  async create(caller: string, { id, expiresInMs = WEEK_MS, maxUses }: CreateInviteRequest): Promise<Invite> {
    if (expiresInMs !== 0 && expiresInMs < MINUTE_MS) {
      throw new ParleyError('invalid', 'An invitation is good for at least a minute.', { field: 'expiresInMs' });
    }
    if (!isId(id)) throw noSuchGroup('id');
    this.limits.requireInvite(caller);
    return this.told(await this.invites.create({ groupId: id, createdBy: caller, expiresInMs, maxUses: maxUses ?? null }));
  }

  async list(caller: string, { id, pageToken, limit = PAGE }: ListInvitesRequest): Promise<ListInvitesResponse> {
    await this.requireRight(id, caller);
    const page = await this.invites.list(id, readPageToken(pageToken, 'number'), limit);
    return { invites: page.rows.map((invite) => this.told(invite)), nextPageToken: page.nextPageToken };
  }

  /** Repeated, it changes nothing. */
  async revoke(caller: string, { id, code }: RevokeInviteRequest): Promise<void> {
    await this.requireRight(id, caller);
    await this.invites.revoke(id, code);
  }

  async look(caller: string, code: string): Promise<Invitation> {
    this.limits.requireGuess(caller);
    const invite = await this.invites.goodByCode(code);
    const seen = invite && (await this.directory.byId(invite.groupId, caller));
    if (seen === undefined || seen.row.deleted) throw noSuchInvite();
    this.limits.forgiveGuess(caller);
    const { id: groupId, name, description, picture, members: memberCount } = seen.row;
    return { groupId, name, description, picture, memberCount, member: seen.role !== undefined };
  }

  async accept(caller: string, code: string): Promise<Group> {
    this.limits.requireGuess(caller);
    const invite = await this.invites.byCode(code);
    if (invite === undefined) throw noSuchInvite();
    const decide = (draft: GroupDraft): Change[] => this.decideAccept(draft, caller, code);
    const { group: row, role } = await this.queue.change(invite.groupId, { caller, invite: code, decide });
    this.limits.forgiveGuess(caller);
    return groupOf({ row, role });
  }

  async isGood(code: string): Promise<boolean> {
    return (await this.invites.goodByCode(code)) !== undefined;
  }

  /** Uses the invitation in the transaction in which the caller joins. */
  private decideAccept(draft: GroupDraft, caller: string, code: string): Change[] {
    const invite = draft.inviteOf(code);
    const changes = accept(draft, caller, { invite, now: draft.now });
    if (invite !== undefined && changes.length > 0) draft.use(invite);
    return changes;
  }

  private async requireRight(id: string, caller: string): Promise<void> {
    const { row, role } = await this.groups.require(id, caller);
    requireRole(row, role, 'admin');
  }

  private told({ code, createdBy, createdAt, expiresAt, maxUses, uses }: InviteEntity): Invite {
    const { publicUrl } = this.config;
    const url = publicUrl === undefined ? '' : new URL(`/invite/${code}`, publicUrl).href;
    return { code, url, createdBy, createdAt, expiresAt: expiresAt ?? undefined, maxUses: maxUses ?? undefined, uses };
  }
}
