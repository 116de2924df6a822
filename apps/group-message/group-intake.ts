import { Injectable } from '@nestjs/common';
import type { Posting } from '#contracts/gen/parley/conversation/internal/v1/message_path.js';
import { commandOf, groupConversation, MessagePath } from '#conversation';
import { ParleyError } from '#errors';

/**
 * Takes messages to the log. Whether their senders are members is decided there, where the order is; to refuse them here could
 * refuse a resend whose first try was accepted (message path, rule 12).
 */
@Injectable()
export class GroupIntake {
  constructor(private readonly path: MessagePath) {}

  /** Resolves when the message is on its way to the log; rejects with why it was refused, and then nothing of it is stored. */
  post(posting: Posting): Promise<void> {
    return new Promise((resolve) => {
      const group = posting.message?.to?.group;
      if (group === undefined) throw new ParleyError('invalid', 'Say to which group the message goes.', { field: 'to.group' });
      this.path.appender.append(commandOf(posting, groupConversation(group)));
      resolve();
    });
  }
}
