import { Controller } from '@nestjs/common';
import {
  ChatNodeServiceControllerMethods,
  type ChatNodeServiceController,
  type DeliverRequest,
  type DeliverResponse,
} from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import { Chat } from './chat.js';

@Controller()
@ChatNodeServiceControllerMethods()
export class ChatInternalController implements ChatNodeServiceController {
  constructor(private readonly chat: Chat) {}

  async deliver(request: DeliverRequest): Promise<DeliverResponse> {
    await this.chat.deliveries.deliver(request);
    return {};
  }
}
