/** Which nodes have sessions of members of which groups' conversations. */
export class NodeWants {
  private readonly nodes = new Map<string, Set<string>>();
  private readonly complete = new Set<string>();
  /** How many deliveries are on their way that make somebody on the node a member. */
  private readonly coming = new Map<string, number>();

  add(node: string, conversations: readonly string[]): void {
    for (const conversation of conversations) {
      const nodes = this.nodes.get(conversation);
      if (nodes === undefined) this.nodes.set(conversation, new Set([node]));
      else nodes.add(node);
    }
  }

  drop(node: string, conversations: readonly string[]): void {
    for (const conversation of conversations) {
      if (!this.coming.has(keyOf(node, conversation))) this.remove(node, conversation);
    }
  }

  /**
   * Somebody on the node becomes a member. What the node drops before it has acknowledged that, it drops without knowing it; should it
   * really want nothing any more, it says so again.
   */
  expect(node: string, conversation: string): void {
    this.add(node, [conversation]);
    const key = keyOf(node, conversation);
    this.coming.set(key, (this.coming.get(key) ?? 0) + 1);
  }

  /** The node has acknowledged it, and has told before what it wants since; or it was given up. */
  expected(node: string, conversation: string): void {
    const key = keyOf(node, conversation);
    const left = (this.coming.get(key) ?? 0) - 1;
    if (left > 0) this.coming.set(key, left);
    else this.coming.delete(key);
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
    for (const conversation of [...this.nodes.keys()]) this.remove(node, conversation);
  }

  in(conversation: string): Iterable<string> {
    return this.nodes.get(conversation) ?? [];
  }

  private remove(node: string, conversation: string): void {
    const nodes = this.nodes.get(conversation);
    nodes?.delete(node);
    if (nodes?.size === 0) this.nodes.delete(conversation);
  }
}

function keyOf(node: string, conversation: string): string {
  return `${node} ${conversation}`;
}
