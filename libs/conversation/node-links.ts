import {
  ChatNodeService,
  GroupMessageInternalService,
  kindOf,
  MessageInternalService,
  type Directory,
  type ServiceClients,
  type ServiceInstance,
} from '#contracts';
import type { DeliverRequest } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import type { SetInterestRequest } from '#contracts/gen/parley/group_message/internal/v1/group_message_internal.js';
import { NodeWants } from './node-wants.js';

/** Hands a batch to a node; resolves when it stands in the buffers of the sockets it concerns. */
export type DeliverToNode = (batch: DeliverRequest) => Promise<unknown>;

/** A node that can be delivered to. */
export interface NodeLink {
  readonly deliver: DeliverToNode;
  /** When the registry ceased to list the node, by `performance.now()`; undefined while it does. */
  readonly unlistedAt: number | undefined;
}

/** How long a node has for a batch, in milliseconds: 5,000 entries for a group of 10,000 sockets are no call of every day. */
const DELIVER_DEADLINE_MS = 10_000;
/** How long a node that is not listed any more is remembered if nobody finds it gone before, in milliseconds: longer than a drain. */
const UNLISTED_MS = 60_000;
const CHAT = kindOf(ChatNodeService.name);

type Reach = (clients: ServiceClients, node: string) => DeliverToNode;

/** Chat nodes, and the instances that wait for the answers to REST calls, by the kind under which they are listed. */
const KINDS: ReadonlyMap<string, Reach> = new Map<string, Reach>([
  [CHAT, (clients, node) => (batch) => clients.clientAt(ChatNodeService, node).deliver(batch, { deadlineMs: DELIVER_DEADLINE_MS })],
  [kindOf(MessageInternalService.name), (clients, node) => (batch) => clients.clientAt(MessageInternalService, node).answer(batch)],
  [
    kindOf(GroupMessageInternalService.name),
    (clients, node) => (batch) => clients.clientAt(GroupMessageInternalService, node).answer(batch),
  ],
]);

interface Node extends NodeLink {
  kind: string;
  unlistedAt: number | undefined;
}

/**
 * The nodes that can be delivered to: those of this process, and those that the directory lists. One that is not listed any more may be
 * draining, and is still delivered to until somebody finds it gone.
 */
export class NodeLinks {
  private readonly local = new Map<string, Node>();
  private readonly remote = new Map<string, Node>();
  private readonly wants = new NodeWants();
  /** Chat nodes of other processes that have yet to tell what they want. */
  private readonly untold = new Set<string>();
  private readonly listeners = new Set<(node: string) => void>();

  constructor(
    private readonly directory: Directory,
    private readonly clients: ServiceClients,
  ) {
    for (const kind of KINDS.keys()) this.update(kind);
    directory.onChange((kind) => this.update(kind));
  }

  /** A node of this process. */
  connect(kind: string, node: string, deliver: DeliverToNode): void {
    this.local.set(node, { kind, deliver, unlistedAt: undefined });
    this.remote.delete(node);
    this.untold.delete(node);
  }

  disconnect(node: string): void {
    this.local.delete(node);
    this.wants.forget(node);
  }

  /** Undefined for a node that was never listed, or is gone. */
  find(node: string): NodeLink | undefined {
    return this.local.get(node) ?? this.remote.get(node);
  }

  /** All chat nodes. */
  all(): readonly string[] {
    return [...this.local, ...this.remote].flatMap(([node, { kind }]) => (kind === CHAT ? node : []));
  }

  /** The node cannot be reached. If it comes back, it has told nothing of what it wants. */
  forget(node: string): void {
    this.wants.forget(node);
    const known = this.remote.get(node);
    if (known === undefined) return;
    if (known.unlistedAt !== undefined) this.drop(node);
    else if (known.kind === CHAT) this.untold.add(node);
  }

  /** Calls the listener with each node that is listed from now on, for the first time or again. */
  onListed(listener: (node: string) => void): void {
    this.listeners.add(listener);
  }

  /** What a node told of the groups' conversations that it has sessions of members of. */
  tell({ node, add, drop, whole }: SetInterestRequest): void {
    this.wants.drop(node, drop);
    this.wants.add(node, add);
    if (!whole) return;
    this.wants.completed(node);
    this.untold.delete(node);
  }

  /** Something is on its way to the node that makes somebody there a member: it wants all of the conversation from there on. */
  expect(node: string, conversation: string): void {
    this.wants.expect(node, conversation);
  }

  /** It has arrived, or the node was given up. */
  expected(node: string, conversation: string): void {
    this.wants.expected(node, conversation);
  }

  /** The nodes that have members of the conversation, or may have some. */
  wanting(conversation: string): Iterable<string> {
    const wanting = this.wants.in(conversation);
    return this.untold.size === 0 ? wanting : new Set([...wanting, ...this.untold]);
  }

  private update(kind: string): void {
    const reach = KINDS.get(kind);
    if (reach === undefined) return;
    const listed = this.directory.instances(kind);
    this.unlist(kind, listed);
    for (const { id } of listed) this.list(kind, id, reach);
  }

  private list(kind: string, node: string, reach: Reach): void {
    if (this.local.has(node)) return;
    const known = this.remote.get(node);
    if (known !== undefined && known.unlistedAt === undefined) return;
    if (known === undefined) this.remote.set(node, { kind, deliver: reach(this.clients, node), unlistedAt: undefined });
    else known.unlistedAt = undefined;
    if (kind === CHAT && !this.wants.isComplete(node)) this.untold.add(node);
    for (const listener of this.listeners) listener(node);
  }

  private unlist(kind: string, listed: readonly ServiceInstance[]): void {
    const ids = new Set(listed.map(({ id }) => id));
    const now = performance.now();
    for (const [node, known] of this.remote) {
      if (known.kind !== kind || ids.has(node)) continue;
      known.unlistedAt ??= now;
      if (now - known.unlistedAt > UNLISTED_MS) this.drop(node);
    }
  }

  private drop(node: string): void {
    this.remote.delete(node);
    this.untold.delete(node);
    this.wants.forget(node);
  }
}
