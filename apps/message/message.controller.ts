import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { requireUser } from '#contracts';
import type { Ack, EntryPage, ListEntriesRequest, Receipt, SetCursorsRequest } from '#contracts/gen/parley/conversation/v1/entry.js';
import {
  MessageServiceControllerMethods,
  type GetDirectConversationRequest,
  type GetDirectConversationResponse,
  type ListConversationsRequest,
  type ListConversationsResponse,
  type MessageServiceController,
  type SendMessageRequest,
} from '#contracts/gen/parley/message/v1/message.js';
import { ParleyError } from '#errors';
import { AnswerDesk } from './answer-desk.js';
import { Conversations, requireParticipant } from './conversations.js';
import { Cursors } from './cursors.js';
import { directConversation } from './direct-conversation.js';
import { Intake } from './intake.js';
import { KnownUsers } from './known-users.js';

/** How long a sender without a socket waits for the answer, in milliseconds. */
const ANSWER_WAIT_MS = 4_000;

@Controller()
@MessageServiceControllerMethods()
export class MessageController implements MessageServiceController {
  constructor(
    private readonly conversations: Conversations,
    private readonly cursors: Cursors,
    private readonly intake: Intake,
    private readonly desk: AnswerDesk,
    private readonly users: KnownUsers,
  ) {}

  async getDirectConversation(request: GetDirectConversationRequest, metadata: Metadata): Promise<GetDirectConversationResponse> {
    const user = requireUser(metadata);
    if (!(await this.users.exists(request.user))) throw new ParleyError('not_found', 'There is no such user.', { field: 'user' });
    return { conversation: directConversation(user, request.user) };
  }

  listConversations(request: ListConversationsRequest, metadata: Metadata): Promise<ListConversationsResponse> {
    return this.conversations.list(requireUser(metadata), request);
  }

  listEntries(request: ListEntriesRequest, metadata: Metadata): Promise<EntryPage> {
    return this.conversations.entries(requireUser(metadata), request);
  }

  async setCursors(request: SetCursorsRequest, metadata: Metadata): Promise<Receipt> {
    const user = requireUser(metadata);
    const { conversation, received = 0, read = 0 } = request;
    requireParticipant(conversation, user);
    return this.cursors.move({ conversation, user, received, read });
  }

  sendMessage(message: SendMessageRequest, metadata: Metadata): Promise<Ack> {
    const from = requireUser(metadata);
    return this.desk.ask((origin) => this.intake.post({ from, message, origin }), ANSWER_WAIT_MS);
  }
}
