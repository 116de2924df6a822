import type { Command } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import { ParleyError } from '#errors';
import type { EventLog } from '#event-log';
import { MAX_RECORD_COMMANDS } from '#history';
import type { Backlog } from './backlog.js';
import { partitionOf } from './partition.js';
import { encodeRecord, weightOf } from './record-codec.js';
import { untilDone } from './retry.js';

/** Largest record, in bytes of commands: what one append writes at once. */
const MAX_RECORD_BYTES = 1 << 20;

interface Waiting {
  command: Command;
  appended?: (() => void) | undefined;
}

export interface AppenderOptions {
  log: EventLog;
  backlog: Backlog;
  onError: (error: unknown) => void;
}

/**
 * Appends commands to the log, in order, one record per partition in flight; what comes in meanwhile makes up the next
 * record. An append of unknown outcome is repeated: the sequencer recognises what the first try had written.
 */
export class Appender {
  private readonly queues = new Map<number, Waiting[]>();
  private readonly busy = new Set<number>();
  private closed = false;
  private abandoned = false;

  constructor(private readonly options: AppenderOptions) {}

  /** Takes a command, or throws `overloaded` or `unavailable`; then nothing of it is stored. */
  append(command: Command, appended?: () => void): void {
    const { log, backlog } = this.options;
    if (this.closed) throw new ParleyError('unavailable', 'This node is shutting down.', { retryAfterMs: 500 });
    if (backlog.full) throw new ParleyError('overloaded', 'Too many messages are on their way.', { retryAfterMs: 1_000 });
    const partition = partitionOf(command.conversation, log.partitions);
    const queue = this.queues.get(partition) ?? [];
    this.queues.set(partition, queue);
    queue.push({ command, appended });
    backlog.add(weightOf(command));
    if (!this.busy.has(partition)) this.start(partition, queue);
  }

  /** Takes no more commands; those taken are appended while the log answers. */
  async close(timeoutMs: number): Promise<void> {
    this.closed = true;
    const deadline = Date.now() + timeoutMs;
    while (this.busy.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
    this.abandoned = true;
  }

  private start(partition: number, queue: Waiting[]): void {
    this.busy.add(partition);
    // The commands of one tick travel together.
    setImmediate(() => {
      void this.drain(partition, queue).finally(() => this.busy.delete(partition));
    });
  }

  private async drain(partition: number, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const batch = takeBatch(queue);
      const payload = encodeRecord(batch.map((waiting) => waiting.command));
      const append = async (): Promise<void> => {
        await this.options.log.append(partition, payload);
      };
      const durable = await untilDone(append, () => this.abandoned, this.options.onError);
      if (!durable) return;
      for (const { command, appended } of batch) {
        this.options.backlog.remove(weightOf(command));
        appended?.();
      }
    }
  }
}

function takeBatch(queue: Waiting[]): Waiting[] {
  let bytes = 0;
  let count = 0;
  for (const { command } of queue) {
    bytes += weightOf(command);
    if (count > 0 && (bytes > MAX_RECORD_BYTES || count === MAX_RECORD_COMMANDS)) break;
    count++;
  }
  return queue.splice(0, count);
}
