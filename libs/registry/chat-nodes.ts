import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { RegisteredNode, Registry, RegistryWatch } from './registry.js';

/** What was sent to a node since it last told its load. */
interface Sent {
  reported: number;
  clients: number;
}

/** The chat nodes as the registry last told them, and which one is next. */
export class ChatNodes implements OnModuleInit, OnApplicationShutdown {
  private nodes: readonly RegisteredNode[] = [];
  private readonly sent = new Map<string, Sent>();
  private watch: RegistryWatch | undefined;

  /** `random` answers numbers from 0 to below 1. */
  constructor(
    private readonly registry: Registry,
    private readonly random: () => number = Math.random,
  ) {}

  async onModuleInit(): Promise<void> {
    this.watch = await this.registry.watch('chat', (nodes) => this.see(nodes));
  }

  onApplicationShutdown(): void {
    this.watch?.close();
  }

  find(id: string): RegisteredNode | undefined {
    return this.nodes.find((node) => node.id === id);
  }

  /**
   * A node of the zone, of any zone if that one has none; undefined if there is no node. Of two taken by chance the one that
   * carries less: always taking the least loaded would send everybody who reconnects at once to the same node. The clients
   * sent there since its last report count too, or with two nodes chance would have no part in it.
   */
  choose(zone: string | undefined): RegisteredNode | undefined {
    const near = this.nodes.filter(({ data }) => data.zone === zone);
    const chosen = this.lighter(near.length > 0 ? near : this.nodes);
    if (chosen === undefined) return undefined;
    const clients = this.sent.get(chosen.id)?.clients ?? 0;
    this.sent.set(chosen.id, { reported: chosen.data.load, clients: clients + 1 });
    return chosen;
  }

  private lighter(nodes: readonly RegisteredNode[]): RegisteredNode | undefined {
    const first = Math.floor(this.random() * nodes.length);
    const second = (first + 1 + Math.floor(this.random() * (nodes.length - 1))) % nodes.length;
    const [a, b] = [nodes[first], nodes[second]];
    if (a === undefined || b === undefined) return a ?? b;
    return this.load(b) < this.load(a) ? b : a;
  }

  private load({ id, data }: RegisteredNode): number {
    return data.load + (this.sent.get(id)?.clients ?? 0);
  }

  private see(nodes: readonly RegisteredNode[]): void {
    this.nodes = nodes;
    const loads = new Map(nodes.map(({ id, data }) => [id, data.load]));
    for (const [id, { reported }] of this.sent) if (loads.get(id) !== reported) this.sent.delete(id);
  }
}
