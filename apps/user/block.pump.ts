import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { MessageInternalService, ServiceClients } from '#contracts';
import { toParleyError } from '#errors';
import { backOff, WorkLoop } from '#runtime';
import { type BlockChange, BlockOutbox } from './block.outbox.js';
import type { BlockPair } from './block.store.js';

const IDLE_MS = 1_000;
const LOOK_MS = 15;
const DEADLINE_MS = 3_000;

/**
 * Tells the log of direct messages what has changed about blocks, where the change takes its place among the messages. Looks when
 * it is woken and once a second, for what other instances left behind or what is due again.
 */
@Injectable()
export class BlockPump implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(BlockPump.name);
  private readonly loop: WorkLoop;
  private stopped = false;

  constructor(
    private readonly outbox: BlockOutbox,
    private readonly clients: ServiceClients,
  ) {
    this.loop = new WorkLoop({
      work: async () => (await this.outbox.pump((change) => this.deliver(change), backOff)) > 0,
      onError: (err) => this.logger.warn({ err }, 'The outbox of blocks cannot be read.'),
      idleMs: IDLE_MS,
    });
  }

  onApplicationBootstrap(): void {
    this.loop.wake();
  }

  /** Ends what is in hand; what is left waits in the outbox for the next start. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    await this.loop.stop();
  }

  /** Resolves once the change has been delivered, or after the time; then it is delivered later. */
  async delivered(pair: BlockPair, { version, withinMs }: { version: number; withinMs: number }): Promise<void> {
    const deadline = Date.now() + withinMs;
    this.loop.wake();
    while (!this.stopped && Date.now() < deadline && (await this.outbox.holds(pair, version))) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  private async deliver({ blocker, blocked, active, version, attempts }: BlockChange): Promise<boolean> {
    try {
      const change = { blocker, blockedUser: blocked, blocked: active, version };
      await this.clients.client(MessageInternalService).putBlock(change, { deadlineMs: DEADLINE_MS });
      return true;
    } catch (err) {
      // A block is never given up, whatever the answer; one that could not succeed by itself must be seen by somebody.
      const { code } = toParleyError(err);
      if (attempts > 0) this.logger.warn({ err, code, attempts, blocker, blocked, version }, 'A change of a block waits to be delivered.');
      return false;
    }
  }
}
