import { Controller } from '@nestjs/common';
import type { DeliverRequest, DeliverResponse } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import type {
  AppendRequest,
  AppendResponse,
  AwaitStoredRequest,
  AwaitStoredResponse,
  MoveCursorsRequest,
  MoveCursorsResponse,
  SyncRequest,
  SyncResponse,
  TypingRequest,
  TypingResponse,
} from '#contracts/gen/parley/conversation/internal/v1/message_path.js';
import {
  GroupMessageInternalServiceControllerMethods,
  type GroupMessageInternalServiceController,
  type ListBehindRequest,
  type ListBehindResponse,
  type ListMembershipsRequest,
  type ListMembershipsResponse,
  type PutChangesRequest,
  type PutChangesResponse,
  type SetInterestRequest,
  type SetInterestResponse,
} from '#contracts/gen/parley/group_message/internal/v1/group_message_internal.js';
import { collectRefusals, MessagePath, NodeLinks } from '#conversation';
import { GroupChanges } from './group-changes.js';
import { GroupIntake } from './group-intake.js';
import { GroupTyping } from './group-typing.js';
import { Memberships } from './memberships.js';

@Controller()
@GroupMessageInternalServiceControllerMethods()
export class GroupMessageInternalController implements GroupMessageInternalServiceController {
  constructor(
    private readonly path: MessagePath,
    private readonly intake: GroupIntake,
    private readonly changes: GroupChanges,
    private readonly typings: GroupTyping,
    private readonly memberships: Memberships,
    private readonly links: NodeLinks,
  ) {}

  async append({ postings }: AppendRequest): Promise<AppendResponse> {
    return { refusals: await collectRefusals(postings, (posting) => this.intake.post(posting)) };
  }

  sync({ user, since }: SyncRequest): Promise<SyncResponse> {
    return this.path.sync.since(user, since);
  }

  async moveCursors({ moves }: MoveCursorsRequest): Promise<MoveCursorsResponse> {
    return { refusals: await collectRefusals(moves, (move) => this.path.cursors.move(move)) };
  }

  async typing({ user, conversation }: TypingRequest): Promise<TypingResponse> {
    await this.typings.tell(user, conversation);
    return {};
  }

  async putChanges({ changes }: PutChangesRequest): Promise<PutChangesResponse> {
    await this.changes.put(changes);
    return {};
  }

  listMemberships({ users }: ListMembershipsRequest): Promise<ListMembershipsResponse> {
    return this.memberships.list(users);
  }

  setInterest(request: SetInterestRequest): SetInterestResponse {
    this.links.tell(request);
    return {};
  }

  listBehind(request: ListBehindRequest): Promise<ListBehindResponse> {
    return this.memberships.behind(request);
  }

  awaitStored(request: AwaitStoredRequest): Promise<AwaitStoredResponse> {
    return this.path.awaitStored(request);
  }

  answer({ deliveries }: DeliverRequest): DeliverResponse {
    this.path.desk.deliver(deliveries);
    return {};
  }
}
