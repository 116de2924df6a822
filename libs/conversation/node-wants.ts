/** Which nodes have sessions of members of which groups' conversations. */
export class NodeWants {
  private readonly nodes = new Map<string, Set<string>>();
  private readonly complete = new Set<string>();

  add(node: string, conversations: readonly string[]): void {
    for (const conversation of conversations) {
      const nodes = this.nodes.get(conversation);
      if (nodes === undefined) this.nodes.set(conversation, new Set([node]));
      else nodes.add(node);
    }
  }

  drop(node: string, conversations: Iterable<string>): void {
    for (const conversation of conversations) {
      const nodes = this.nodes.get(conversation);
      nodes?.delete(node);
      if (nodes?.size === 0) this.nodes.delete(conversation);
    }
  }

  /** The node has now told everything that it wants. */
  completed(node: string): void {
    this.complete.add(node);
  }

  isComplete(node: string): boolean {
    return this.complete.has(node);
  }

  /** The node is gone; should it come back, it has told nothing. */
  forget(node: string): void {
    this.complete.delete(node);
    this.drop(node, [...this.nodes.keys()]);
  }

  in(conversation: string): Iterable<string> {
    return this.nodes.get(conversation) ?? [];
  }
}
