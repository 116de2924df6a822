import { Controller } from '@nestjs/common';
import {
  MessageInternalServiceControllerMethods,
  type AppendRequest,
  type AppendResponse,
  type CursorMove,
  type MessageInternalServiceController,
  type MoveCursorsRequest,
  type MoveCursorsResponse,
  type PutBlockRequest,
  type PutBlockResponse,
  type Refusal,
  type SyncRequest,
  type SyncResponse,
  type TypingRequest,
  type TypingResponse,
} from '#contracts/gen/parley/message/internal/v1/message_internal.js';
import { toParleyError } from '#errors';
import { requireParticipant } from './conversations.js';
import { Cursors } from './cursors.js';
import { Blocks } from './blocks.js';
import { Intake } from './intake.js';
import { Sync } from './sync.js';
import { Typing } from './typing.js';

@Controller()
@MessageInternalServiceControllerMethods()
export class MessageInternalController implements MessageInternalServiceController {
  constructor(
    private readonly intake: Intake,
    private readonly syncer: Sync,
    private readonly cursors: Cursors,
    private readonly blocks: Blocks,
    private readonly typings: Typing,
  ) {}

  async append({ postings }: AppendRequest): Promise<AppendResponse> {
    return { refusals: await collectRefusals(postings, (posting) => this.intake.post(posting)) };
  }

  sync({ user, since }: SyncRequest): Promise<SyncResponse> {
    return this.syncer.since(user, since);
  }

  async moveCursors({ moves }: MoveCursorsRequest): Promise<MoveCursorsResponse> {
    return { refusals: await collectRefusals(moves, (move) => this.moveCursor(move)) };
  }

  async typing({ user, conversation }: TypingRequest): Promise<TypingResponse> {
    await this.typings.tell(user, requireParticipant(conversation, user), conversation);
    return {};
  }

  async putBlock(request: PutBlockRequest): Promise<PutBlockResponse> {
    await this.blocks.put(request);
    return {};
  }

  private async moveCursor(move: CursorMove): Promise<void> {
    requireParticipant(move.conversation, move.user);
    await this.cursors.move(move);
  }
}

/** Starts all in order and answers which of them were refused. */
async function collectRefusals<T>(items: readonly T[], action: (item: T) => Promise<void>): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  const started = items.map((item, index) =>
    action(item).catch((error: unknown) => {
      const { code, message, field = '', retryAfterMs = 0 } = toParleyError(error);
      refusals.push({ index, code, message, field, retryAfterMs });
    }),
  );
  await Promise.all(started);
  return refusals;
}
