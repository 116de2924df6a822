import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { GroupMessageInternalService, ServiceClients } from '#contracts';
import { toParleyError } from '#errors';
import { backOff, WorkLoop } from '#runtime';
import { commandsOf } from './change-commands.js';
import { ChangeOutbox, type TakenBacklog } from './change.outbox.js';

const IDLE_MS = 1_000;
/** How often those who wait look whether another instance has delivered their change. */
const LOOK_MS = 250;
const DEADLINE_MS = 3_000;

interface Waiter {
  group: string;
  version: number;
  resolve: () => void;
}

/**
 * Puts the changes of groups into the log of their conversations, where they take their place among the messages: each group's in the
 * order of their versions. Looks when it is woken and once a second, for what other instances left behind or what is due again.
 */
@Injectable()
export class ChangePump implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ChangePump.name);
  private readonly loop: WorkLoop;
  private readonly waiters = new Set<Waiter>();
  private looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly outbox: ChangeOutbox,
    private readonly clients: ServiceClients,
  ) {
    this.loop = new WorkLoop({
      work: async () => (await this.outbox.pump((backlog) => this.deliver(backlog), backOff)) > 0,
      onError: (err) => this.logger.warn({ err }, 'The outbox of groups cannot be read.'),
      idleMs: IDLE_MS,
    });
  }

  onApplicationBootstrap(): void {
    this.loop.wake();
  }

  /** Ends what is in hand; what is left waits in the outbox for the next start. */
  async onModuleDestroy(): Promise<void> {
    clearInterval(this.looking);
    for (const { resolve } of this.waiters) resolve();
    await this.loop.stop();
  }

  /** Resolves once the group's changes up to a version are in the log, or after the time; then they will be. */
  async delivered(group: string, { version, withinMs }: { version: number; withinMs: number }): Promise<void> {
    this.loop.wake();
    this.looking ??= setInterval(() => void this.look(), LOOK_MS);
    await new Promise<void>((resolve) => {
      const waiter = { group, version, resolve: () => (clearTimeout(timer), this.waiters.delete(waiter), resolve()) };
      const timer = setTimeout(waiter.resolve, withinMs);
      this.waiters.add(waiter);
    });
    if (this.waiters.size > 0) return;
    clearInterval(this.looking);
    this.looking = undefined;
  }

  private async deliver(backlog: TakenBacklog): Promise<boolean> {
    const { group, changes, attempts } = backlog;
    const version = changes.at(-1)?.version ?? 0;
    try {
      const putChanges = { changes: commandsOf(backlog) };
      await this.clients.client(GroupMessageInternalService).putChanges(putChanges, { deadlineMs: DEADLINE_MS });
      this.resolve((waiter) => waiter.group === group && waiter.version <= version);
      return true;
    } catch (err) {
      // A change is never given up, whatever the answer; one that could not succeed by itself must be seen by somebody.
      const { code } = toParleyError(err);
      if (attempts > 0) this.logger.warn({ err, code, attempts, group, version }, 'Changes of a group wait to be put into the log.');
      return false;
    }
  }

  /** Another instance may have delivered what is waited for here. */
  private async look(): Promise<void> {
    const asked = new Map<string, number>();
    for (const { group, version } of this.waiters) asked.set(group, Math.max(version, asked.get(group) ?? 0));
    try {
      const waiting = await this.outbox.waiting(asked);
      this.resolve(({ group, version }) => version <= (asked.get(group) ?? 0) && !waiting.has(group));
    } catch (err) {
      this.logger.debug({ err }, 'The outbox of groups cannot be looked into.');
    }
  }

  private resolve(which: (waiter: Waiter) => boolean): void {
    for (const waiter of this.waiters) if (which(waiter)) waiter.resolve();
  }
}
