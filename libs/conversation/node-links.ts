import type { Delivery } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';

/** Hands a batch to a node; resolves when it stands in the buffers of the sockets it concerns. */
export type DeliverToNode = (deliveries: readonly Delivery[]) => Promise<void>;

/** The nodes that can be delivered to: chat nodes, and instances that wait for the answers to REST calls. */
export class NodeLinks {
  private readonly links = new Map<string, DeliverToNode>();

  connect(node: string, deliver: DeliverToNode): void {
    this.links.set(node, deliver);
  }

  /** The node is gone: what it has not acknowledged reaches its clients on their next connect. */
  disconnect(node: string): void {
    this.links.delete(node);
  }

  get(node: string): DeliverToNode | undefined {
    return this.links.get(node);
  }

  all(): readonly string[] {
    return [...this.links.keys()];
  }
}
