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
  MessageInternalServiceControllerMethods,
  type MessageInternalServiceController,
  type PutBlockRequest,
  type PutBlockResponse,
} from '#contracts/gen/parley/message/internal/v1/message_internal.js';
import { collectRefusals, MessagePath } from '#conversation';
import { Blocks } from './blocks.js';
import { requireParticipant } from './direct-conversation.js';
import { Intake } from './intake.js';
import { Typing } from './typing.js';

@Controller()
@MessageInternalServiceControllerMethods()
export class MessageInternalController implements MessageInternalServiceController {
  constructor(
    private readonly path: MessagePath,
    private readonly intake: Intake,
    private readonly blocks: Blocks,
    private readonly typings: Typing,
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
    await this.typings.tell(user, requireParticipant(conversation, user), conversation);
    return {};
  }

  async putBlock(request: PutBlockRequest): Promise<PutBlockResponse> {
    await this.blocks.put(request);
    return {};
  }

  awaitStored(request: AwaitStoredRequest): Promise<AwaitStoredResponse> {
    return this.path.awaitStored(request);
  }

  answer({ deliveries }: DeliverRequest): DeliverResponse {
    this.path.desk.deliver(deliveries);
    return {};
  }
}
