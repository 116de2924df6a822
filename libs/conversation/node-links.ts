import type { Delivery } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';

/** Hands a batch to a node; resolves when it stands in the buffers of the sockets it concerns. */
export type DeliverToNode = (deliveries: readonly Delivery[]) => Promise<void>;

/** The nodes that can be delivered to: chat nodes, and instances that wait for the answers to REST calls. */
export class NodeLinks {
  private readonly links = new Map<string, DeliverToNode>();
  private readonly wants = new Map<string, Set<string>>();

  connect(node: string, deliver: DeliverToNode): void {
    this.links.set(node, deliver);
  }

  /** The node is gone: what it has not acknowledged reaches its clients on their next connect. */
  disconnect(node: string): void {
    this.links.delete(node);
    this.unwant(node, [...this.wants.keys()]);
  }

  get(node: string): DeliverToNode | undefined {
    return this.links.get(node);
  }

  all(): readonly string[] {
    return [...this.links.keys()];
  }

  /** The node has sessions of members of these groups' conversations. */
  want(node: string, conversations: readonly string[]): void {
    for (const conversation of conversations) {
      const nodes = this.wants.get(conversation);
      if (nodes === undefined) this.wants.set(conversation, new Set([node]));
      else nodes.add(node);
    }
  }

  unwant(node: string, conversations: readonly string[]): void {
    for (const conversation of conversations) {
      const nodes = this.wants.get(conversation);
      nodes?.delete(node);
      if (nodes?.size === 0) this.wants.delete(conversation);
    }
  }

  wanting(conversation: string): Iterable<string> {
    return this.wants.get(conversation) ?? [];
  }
}
