import { GroupMessageInternalService, type ServiceClients } from '#contracts';

const RETRY_MS = 1_000;

/** Which groups' conversations this node has readers of, and who has to be told: one call in flight, what changes meanwhile makes up the next. */
export class Interest {
  private readonly wanted = new Set<string>();
  private untold = new Set<string>();
  private telling: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly node: string,
    private readonly clients: ServiceClients,
    private readonly onError: (error: unknown) => void,
  ) {}

  add(conversation: string): void {
    this.wanted.add(conversation);
    this.change(conversation);
  }

  drop(conversation: string): void {
    this.wanted.delete(conversation);
    this.change(conversation);
  }

  /** Resolves when everything that was added is known: what happens there from now on comes to this node. Rejects if nobody can be told. */
  async settled(): Promise<void> {
    while (this.untold.size > 0 || this.telling !== undefined) await this.tell();
  }

  stop(): void {
    clearTimeout(this.retry);
  }

  private change(conversation: string): void {
    if (this.untold.size === 0) setImmediate(() => this.tellLater());
    this.untold.add(conversation);
  }

  private tellLater(): void {
    this.settled().catch((error: unknown) => {
      this.onError(error);
      clearTimeout(this.retry);
      this.retry = setTimeout(() => this.tellLater(), RETRY_MS).unref();
    });
  }

  private tell(): Promise<void> {
    this.telling ??= this.tellChanges().finally(() => {
      this.telling = undefined;
    });
    return this.telling;
  }

  private async tellChanges(): Promise<void> {
    const changes = [...this.untold];
    this.untold = new Set();
    const add = changes.filter((conversation) => this.wanted.has(conversation));
    const drop = changes.filter((conversation) => !this.wanted.has(conversation));
    try {
      await this.clients.client(GroupMessageInternalService).setInterest({ node: this.node, add, drop, whole: false });
    } catch (error) {
      for (const conversation of changes) this.untold.add(conversation);
      throw error;
    }
  }
}
