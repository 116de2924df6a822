import { Injectable } from '@nestjs/common';
import type { Command } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import { groupOf, MessagePath } from '#conversation';
import { ParleyError } from '#errors';

/** Puts what has become of groups where the order is: into the logs of their conversations (message path, rule 12). */
@Injectable()
export class GroupChanges {
  constructor(private readonly path: MessagePath) {}

  /** Resolves when all of them are durable. A group's changes keep their order. */
  async put(commands: readonly Command[]): Promise<void> {
    for (const { conversation, change } of commands) {
      if (groupOf(conversation) === undefined || change === undefined || change.version < 1)
        throw new ParleyError('invalid', 'This is no change of a group.', { field: 'changes' });
    }
    await Promise.all(commands.map((command) => this.append(command)));
  }

  private append(command: Command): Promise<void> {
    return new Promise((resolve) => {
      this.path.appender.append(command, resolve);
    });
  }
}
