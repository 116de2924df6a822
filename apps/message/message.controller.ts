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
  MessageServiceControllerMethods,
  type GetDirectConversationRequest,
  type GetDirectConversationResponse,
  type MessageServiceController,
} from '#contracts/gen/parley/message/v1/message.js';
import { MessagePath } from '#conversation';
import { ParleyError } from '#errors';
import { directConversation } from './direct-conversation.js';
import { Intake } from './intake.js';
import { KnownUsers } from './known-users.js';

@Controller()
@MessageServiceControllerMethods()
export class MessageController implements MessageServiceController {
  constructor(
    private readonly path: MessagePath,
    private readonly intake: Intake,
    private readonly users: KnownUsers,
  ) {}

  async getDirectConversation(request: GetDirectConversationRequest, metadata: Metadata): Promise<GetDirectConversationResponse> {
    const user = requireUser(metadata);
    if (!(await this.users.exists(request.user))) throw new ParleyError('not_found', 'There is no such user.', { field: 'user' });
    return { conversation: directConversation(user, request.user) };
  }

  listConversations(request: ListConversationsRequest, metadata: Metadata): Promise<ListConversationsResponse> {
    return this.path.conversations.list(requireUser(metadata), request);
  }

  listEntries(request: ListEntriesRequest, metadata: Metadata): Promise<EntryPage> {
    return this.path.conversations.entries(requireUser(metadata), request);
  }

  setCursors({ conversation, received = 0, read = 0 }: SetCursorsRequest, metadata: Metadata): Promise<Receipt> {
    return this.path.cursors.move({ conversation, user: requireUser(metadata), received, read, decided: false });
  }

  sendMessage(message: SendMessageRequest, metadata: Metadata): Promise<Ack> {
    const from = requireUser(metadata);
    return this.path.desk.ask((origin) => this.intake.post({ from, message, origin }));
  }
}
