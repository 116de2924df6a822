import { Injectable } from '@nestjs/common';
import type { PutBlockRequest } from '#contracts/gen/parley/message/internal/v1/message_internal.js';
import { MessagePath } from '#conversation';
import { directConversation } from './direct-conversation.js';

/** Puts blocks where the order is: into the log of the conversation that they concern (message path, rule 12). */
@Injectable()
export class Blocks {
  constructor(private readonly path: MessagePath) {}

  /** Resolves when the change is durable. */
  async put({ blocker, blockedUser, blocked, version }: PutBlockRequest): Promise<void> {
    const conversation = directConversation(blocker, blockedUser);
    const command = { conversation, from: blocker, id: `block-${String(version)}`, block: { blocked, version } };
    await new Promise<void>((resolve) => {
      this.path.appender.append(command, resolve);
    });
  }
}
