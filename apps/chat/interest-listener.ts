import type { SetInterestRequest } from '#contracts/gen/parley/group_message/internal/v1/group_message_internal.js';

const RETRY_MS = 250;
/** Conversations in one call: about 400 KB. */
const MAX_PART = 10_000;

export interface InterestListenerOptions {
  node: string;
  /** What the node wants as of now. */
  wanted: ReadonlySet<string>;
  tell: (request: SetInterestRequest) => Promise<unknown>;
  onError: (error: unknown) => void;
  /** It is not listed any more, and does not answer. */
  onGone: () => void;
}

/**
 * One instance that has to know what this node wants: first everything, then what changes, one call in flight. While it drains it is not
 * listed any more, but may still decide: it is told until it does not answer.
 */
export class InterestListener {
  listed = true;
  private untold: Set<string>;
  private complete = false;
  private gone = false;
  private telling: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;

  constructor(private readonly options: InterestListenerOptions) {
    this.untold = new Set(options.wanted);
    this.tellLater();
  }

  change(conversation: string): void {
    if (this.untold.size === 0) setImmediate(() => this.tellLater());
    this.untold.add(conversation);
  }

  /** The instance may have given this node up, and forgotten what it told. */
  startOver(): void {
    this.complete = false;
    for (const conversation of this.options.wanted) this.untold.add(conversation);
    this.tellLater();
  }

  /** Resolves when the instance knows everything, or is gone. Rejects if it is listed and cannot be told. */
  async settled(): Promise<void> {
    while (!this.gone && (!this.complete || this.untold.size > 0 || this.telling !== undefined)) await this.tell();
  }

  stop(): void {
    this.gone = true;
    clearTimeout(this.retry);
  }

  private tellLater(): void {
    clearTimeout(this.retry);
    this.settled().catch((error: unknown) => {
      this.options.onError(error);
      this.retry = setTimeout(() => this.tellLater(), RETRY_MS).unref();
    });
  }

  private tell(): Promise<void> {
    this.telling ??= this.tellPart().finally(() => {
      this.telling = undefined;
    });
    return this.telling;
  }

  /** Until the part that completes it, the instance sends everything: so nothing is missed between the parts. */
  private async tellPart(): Promise<void> {
    const { node, wanted } = this.options;
    const part = [...this.untold].slice(0, MAX_PART);
    for (const conversation of part) this.untold.delete(conversation);
    const whole = !this.complete && this.untold.size === 0;
    const add = part.filter((conversation) => wanted.has(conversation));
    const drop = part.filter((conversation) => !wanted.has(conversation));
    // If it has to start over meanwhile, this was not the last part.
    if (whole) this.complete = true;
    try {
      await this.options.tell({ node, add, drop, whole });
    } catch (error) {
      for (const conversation of part) this.untold.add(conversation);
      if (whole) this.complete = false;
      if (this.listed) throw error;
      this.stop();
      this.options.onGone();
    }
  }
}
