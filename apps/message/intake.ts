import { Injectable } from '@nestjs/common';
import type { Command } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import type { Posting } from '#contracts/gen/parley/conversation/internal/v1/message_path.js';
import { commandOf, MessagePath } from '#conversation';
import { ParleyError } from '#errors';
import { directConversation } from './direct-conversation.js';
import { KnownUsers } from './known-users.js';

/**
 * Takes messages to the log. It refuses early only what can be told without the order: a recipient who does not exist, and
 * overload. Messages of one conversation keep their order also while the first of them waits for the answer whether its
 * recipient exists.
 */
@Injectable()
export class Intake {
  private readonly gates = new Map<string, Promise<void>>();

  constructor(
    private readonly path: MessagePath,
    private readonly users: KnownUsers,
  ) {}

  /** Resolves when the message is on its way to the log; rejects with why it was refused, and then nothing of it is stored. */
  async post(posting: Posting): Promise<void> {
    const command = toCommand(posting);
    const gate = this.gates.get(command.conversation);
    if (gate === undefined && this.users.has(recipientOf(posting))) {
      this.path.appender.append(command);
      return;
    }
    await this.enter(command, posting, gate);
  }

  private async enter(command: Command, posting: Posting, gate: Promise<void> | undefined): Promise<void> {
    const work = (gate ?? Promise.resolve()).then(async () => {
      if (!(await this.users.exists(recipientOf(posting))))
        throw new ParleyError('not_found', 'There is no such user.', { field: 'to.user' });
      this.path.appender.append(command);
    });
    const passed = work.catch(() => undefined);
    this.gates.set(command.conversation, passed);
    try {
      await work;
    } finally {
      if (this.gates.get(command.conversation) === passed) this.gates.delete(command.conversation);
    }
  }
}

function recipientOf({ message }: Posting): string {
  const user = message?.to?.user;
  if (user === undefined) throw new ParleyError('invalid', 'Say to whom the message goes.', { field: 'to.user' });
  return user;
}

function toCommand(posting: Posting): Command {
  return commandOf(posting, directConversation(posting.from, recipientOf(posting)));
}
