import { Injectable } from '@nestjs/common';
import type {
  CreateGroupRequest,
  Group,
  ListGroupsRequest,
  ListGroupsResponse,
  SearchPublicGroupsRequest,
  UpdateGroupRequest,
} from '#contracts/gen/parley/group/v1/group.js';
import { type Page, readPageToken } from '#postgres';
import { Clock, newId, plainText } from '#runtime';
import { ChangeQueue } from './change.queue.js';
import type { GroupRow } from './entities.js';
import { create, end, nameTaken, noSuchGroup, type Profile, requireVisible, update } from './group.decisions.js';
import { GroupDirectory, groupOf, type Seen } from './group.directory.js';
import { GroupLimits } from './group.limits.js';
import { groupDescription, groupName, nameKey, pictureUrl, wordsOf } from './names.js';
import { People } from './people.js';

const PAGE = 50;

/** Groups themselves: who may make, find, look at, change and end them. */
@Injectable()
export class GroupRules {
  constructor(
    private readonly queue: ChangeQueue,
    private readonly directory: GroupDirectory,
    private readonly people: People,
    private readonly limits: GroupLimits,
    private readonly clock: Clock,
  ) {}

  async create(caller: string, request: CreateGroupRequest): Promise<Group> {
    const row = newRow(request, this.clock.now());
    this.limits.requireCreation(caller);
    await this.people.requireAddable(caller, request.members, 'members');
    const done = await this.queue.create(row, {
      caller,
      decide: (draft) => {
        if (draft.nameTaken) throw nameTaken();
        return create(draft, caller, request.members);
      },
    });
    return groupOf({ row: done.group, role: done.role });
  }

  /** Throws `not_found` also if the caller may not know of the group. */
  async require(id: string, caller: string): Promise<Seen> {
    const seen = await this.directory.byId(id, caller);
    if (seen === undefined) throw noSuchGroup('id');
    requireVisible(seen.row, seen.role);
    return seen;
  }

  async get(id: string, caller: string): Promise<Group> {
    return groupOf(await this.require(id, caller));
  }

  async list(caller: string, request: ListGroupsRequest): Promise<ListGroupsResponse> {
    return responseOf(await this.directory.ofMember(caller, readPageToken(request.pageToken, 'string'), request.limit ?? PAGE));
  }

  async search(caller: string, request: SearchPublicGroupsRequest): Promise<ListGroupsResponse> {
    const query = plainText(request.query ?? '', 'query');
    const after = readPageToken(request.pageToken, 'string');
    return responseOf(await this.directory.search(query, { caller, after, limit: request.limit ?? PAGE }));
  }

  async update(caller: string, request: UpdateGroupRequest): Promise<Group> {
    const profile = changesOf(request);
    const { group: row, role } = await this.queue.change(request.id, {
      caller,
      profile,
      decide: (draft) => update(draft, caller, profile),
    });
    return groupOf({ row, role });
  }

  async delete(caller: string, id: string): Promise<void> {
    await this.queue.change(id, { caller, decide: (draft) => end(draft, caller) });
  }
}

function responseOf({ rows, nextPageToken }: Page<Seen>): ListGroupsResponse {
  return { groups: rows.map(groupOf), nextPageToken };
}

function newRow({ name: text, description, picture, visibility, history }: CreateGroupRequest, now: number): GroupRow {
  const name = groupName(text);
  return {
    id: newId(now),
    name,
    nameKey: nameKey(name),
    words: wordsOf(name),
    description: groupDescription(description ?? ''),
    picture: pictureUrl(picture ?? ''),
    visibility: visibility === 'public' ? 'public' : 'private',
    history: history === 'full' ? 'full' : 'since_join',
    createdAt: now,
    version: 0,
    owners: 0,
    members: 0,
    deleted: false,
  };
}

function changesOf({ name, description, picture, visibility }: UpdateGroupRequest): Partial<Profile> {
  return {
    ...(name !== undefined && { name: groupName(name) }),
    ...(description !== undefined && { description: groupDescription(description) }),
    ...(picture !== undefined && { picture: pictureUrl(picture) }),
    ...(visibility !== undefined && { visibility: visibility === 'public' ? 'public' : 'private' }),
  };
}
