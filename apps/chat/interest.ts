import { GroupMessageInternalService, kindOf, type Directory, type ServiceClients } from '#contracts';
import { InterestListener } from './interest-listener.js';

const KIND = kindOf(GroupMessageInternalService.name);

export interface InterestOptions {
  node: string;
  directory: Directory;
  clients: ServiceClients;
  onError: (error: unknown) => void;
}

/** Which groups' conversations this node has readers of. Every instance of the service of group messages is told, for any may come to order them. */
export class Interest {
  private readonly wanted = new Set<string>();
  private readonly listeners = new Map<string, InterestListener>();
  private stopFollowing: () => void = () => undefined;
  private markStarted: () => void = () => undefined;
  private readonly started = new Promise<void>((resolve) => (this.markStarted = resolve));

  constructor(private readonly options: InterestOptions) {}

  /** The directory lists the instances by now. */
  start(): void {
    this.update();
    this.stopFollowing = this.options.directory.onChange((kind) => {
      if (kind === KIND) this.update();
    });
    this.markStarted();
  }

  add(conversation: string): void {
    this.wanted.add(conversation);
    this.change(conversation);
  }

  drop(conversation: string): void {
    this.wanted.delete(conversation);
    this.change(conversation);
  }

  /**
   * Resolves when everything that was added is known: what happens there from now on comes to this node. An instance that is listed later
   * has seen this node, and sends it everything until it is told. Rejects if one that is listed cannot be told.
   */
  async settled(): Promise<void> {
    await this.started;
    await Promise.all([...this.listeners.values()].map((listener) => listener.settled()));
  }

  /** Somebody had given this node up. */
  startOver(): void {
    for (const listener of this.listeners.values()) listener.startOver();
  }

  stop(): void {
    this.stopFollowing();
    for (const listener of this.listeners.values()) listener.stop();
  }

  private change(conversation: string): void {
    for (const listener of this.listeners.values()) listener.change(conversation);
  }

  private update(): void {
    const listed = new Set(this.options.directory.instances(KIND).map(({ id }) => id));
    for (const [id, listener] of this.listeners) listener.listed = listed.has(id);
    for (const id of listed) if (!this.listeners.has(id)) this.listen(id);
  }

  private listen(id: string): void {
    const { node, clients, onError } = this.options;
    const service = clients.clientAt(GroupMessageInternalService, id);
    const listener = new InterestListener({
      node,
      wanted: this.wanted,
      tell: (request) => service.setInterest(request),
      onError,
      onGone: () => this.listeners.delete(id),
    });
    this.listeners.set(id, listener);
  }
}
