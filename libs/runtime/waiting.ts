import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { toParleyError } from '#errors';
import type { Health } from './health.js';
import { StartError } from './start-error.js';

/** Between two attempts, in milliseconds. */
const PAUSE_MS = 250;

/** Something that a process cannot start without. */
export interface Dependency {
  /** As operators call it: `Kafka`. */
  name: string;
  /** Its address. */
  where: string;
}

interface Wait {
  what: string;
}

/** The process was told to stop while it waited. */
export class WaitInterrupted extends Error {
  constructor() {
    super('The process was told to stop while it waited.');
    this.name = 'WaitInterrupted';
  }
}

/** Waits at the start for what is not there yet, so that the order in which things are started does not matter. */
export class Waiting {
  private readonly logger = new Logger(Waiting.name);
  /** Several may wait for the same, which is said once. */
  private readonly waits = new Set<Wait>();
  private readonly interrupted: Promise<never>;
  private interrupt: (error: Error) => void = () => undefined;
  private stopped = false;

  constructor(private readonly health: Health) {
    this.interrupted = new Promise<never>((_resolve, reject) => (this.interrupt = reject));
    this.interrupted.catch(() => undefined);
  }

  /**
   * Opens the dependency, again and again while that fails because it is away. Throws `StartError` for what waiting does not cure,
   * and `WaitInterrupted` if the process is told to stop meanwhile.
   */
  async untilThere<T>({ name, where }: Dependency, open: () => Promise<T>): Promise<T> {
    return this.during({ name, where }, async (isAway) => {
      for (;;) {
        try {
          return await open();
        } catch (error) {
          if (error instanceof StartError) throw error;
          if (toParleyError(error).code !== 'unavailable') throw refusal(`${name} (${where})`, error);
          isAway(error);
        }
        await sleep(PAUSE_MS);
        if (this.stopped) throw new WaitInterrupted();
      }
    });
  }

  /** For work that goes on trying by itself: it says so when the dependency is away. */
  async during<T>({ name, where }: Dependency, work: (isAway: (reason: unknown) => void) => Promise<T>): Promise<T> {
    const wait = { what: `${name} (${where})` };
    try {
      const result = await Promise.race([work((reason) => this.begin(wait, reason)), this.interrupted]);
      this.tellEnd(wait);
      return result;
    } finally {
      this.waits.delete(wait);
    }
  }

  /** Who waits now, or will, is interrupted; what is about to be there is not. */
  stop(): void {
    this.stopped = true;
    if (this.waits.size > 0) this.interrupt(new WaitInterrupted());
  }

  private begin(wait: Wait, reason: unknown): void {
    if (this.waits.has(wait)) return;
    const isKnown = this.isAwaited(wait.what);
    this.waits.add(wait);
    if (this.stopped) this.stop();
    if (this.stopped || isKnown) return;
    this.logger.warn(`Waiting for ${wait.what}: ${textOf(reason)}`);
    this.health.addProbe(wait.what, () => !this.isAwaited(wait.what));
  }

  private tellEnd(wait: Wait): void {
    if (this.waits.delete(wait) && !this.isAwaited(wait.what)) this.logger.log(`${wait.what} is there.`);
  }

  private isAwaited(what: string): boolean {
    return [...this.waits].some((wait) => wait.what === what);
  }
}

function refusal(what: string, error: unknown): StartError {
  return Object.assign(new StartError(`${what} cannot be used: ${textOf(error)}`), { cause: error });
}

/** What the driver said, which is beneath what we made of it. Some of them put a stack into it, and OpenSSL where in its code it was. */
function textOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { message, errors, cause } = error as Partial<AggregateError>;
  if (cause !== undefined) return textOf(cause);
  if (!message && errors !== undefined) return errors.map(textOf).join(', ');
  const [, reason] = /:SSL routines:[^:]*:([^:]+)/.exec(message ?? '') ?? [];
  return reason ? `TLS: ${reason}` : (message?.split('\n', 1).join('') ?? 'no reason given');
}
