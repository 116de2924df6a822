import { Injectable } from '@nestjs/common';
import { deliveryOf, MessagePath } from '#conversation';
import { History } from '#history';
import { SMALL_GROUP } from './group.readers.js';

/** Beyond so many members nobody is told who types. */
const LARGEST_GROUP = 1_000;
/** In groups that are not small, one member a second is told to be typing, in milliseconds. */
const INTERVAL_MS = 1_000;

/** Tells a group that a member is typing, at a cost that does not grow with the group. Nothing is stored; it may be lost. */
@Injectable()
export class GroupTyping {
  private readonly quiet = new Set<string>();

  constructor(
    private readonly path: MessagePath,
    private readonly history: History,
  ) {}

  async tell(user: string, conversation: string): Promise<void> {
    const members = await this.sizeFor(user, conversation);
    if (members > LARGEST_GROUP || this.quiet.has(conversation)) return;
    if (members > SMALL_GROUP) this.silence(conversation);
    this.path.deliverer.add(deliveryOf({ members: true, typing: { conversation, user } }), undefined);
  }

  /** How many members the group has. Who has only just become one is not refused: History may have yet to hear of it. */
  private async sizeFor(user: string, conversation: string): Promise<number> {
    const find = (): ReturnType<History['membership']> => this.history.membership(conversation, user);
    let membership = await find();
    if (membership === undefined) {
      await this.path.conversations.entitle(user, conversation);
      membership = await find();
    }
    return membership?.members ?? 0;
  }

  private silence(conversation: string): void {
    this.quiet.add(conversation);
    setTimeout(() => this.quiet.delete(conversation), INTERVAL_MS).unref();
  }
}
