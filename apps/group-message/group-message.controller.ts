import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { requireUser } from '#contracts';
import type {
  Ack,
  EntryPage,
  ListConversationsRequest,
  ListConversationsResponse,
  ListEntriesRequest,
  Receipt,
  SendMessageRequest,
  SetCursorsRequest,
} from '#contracts/gen/parley/conversation/v1/entry.js';
import {
  GroupMessageServiceControllerMethods,
  type GroupMessageServiceController,
  type ListReceiptsRequest,
  type ListReceiptsResponse,
} from '#contracts/gen/parley/group_message/v1/group_message.js';
import { MessagePath } from '#conversation';
import { GroupIntake } from './group-intake.js';
import { WhoHasRead } from './who-has-read.js';

@Controller()
@GroupMessageServiceControllerMethods()
export class GroupMessageController implements GroupMessageServiceController {
  constructor(
    private readonly path: MessagePath,
    private readonly intake: GroupIntake,
    private readonly readers: WhoHasRead,
  ) {}

  listConversations(request: ListConversationsRequest, metadata: Metadata): Promise<ListConversationsResponse> {
    return this.path.conversations.list(requireUser(metadata), request);
  }

  listEntries(request: ListEntriesRequest, metadata: Metadata): Promise<EntryPage> {
    return this.path.conversations.entries(requireUser(metadata), request);
  }

  setCursors({ conversation, received = 0, read = 0 }: SetCursorsRequest, metadata: Metadata): Promise<Receipt> {
    return this.path.cursors.move({ conversation, user: requireUser(metadata), received, read, decided: false });
  }

  listReceipts(request: ListReceiptsRequest, metadata: Metadata): Promise<ListReceiptsResponse> {
    return this.readers.list(requireUser(metadata), request);
  }

  sendMessage(message: SendMessageRequest, metadata: Metadata): Promise<Ack> {
    const from = requireUser(metadata);
    return this.path.desk.ask((origin) => this.intake.post({ from, message, origin }));
  }
}
