/** A process that serves a kind of services. */
export interface ServiceInstance {
  /** New at each start of the process. */
  id: string;
  /** `host:port` of its gRPC server. */
  address: string;
  zone: string;
}

/**
 * Which instances of each kind of service there are, as the registry last told. A kind has the name of its app: `group-message`. While
 * the registry is away, the last known instances stay.
 */
export class Directory {
  private readonly kinds = new Map<string, readonly ServiceInstance[]>();
  private readonly own = new Set<string>();
  private readonly listeners = new Set<(kind: string) => void>();

  /** This process makes itself known under the id. */
  claim(id: string): void {
    this.own.add(id);
  }

  isOwn(id: string): boolean {
    return this.own.has(id);
  }

  /** This process goes by other names; one that has none yet cannot tell. */
  isOther(id: string): boolean {
    return this.own.size > 0 && !this.own.has(id);
  }

  /** All instances of a kind but this process. */
  others(kind: string): readonly ServiceInstance[] {
    return this.instances(kind).filter(({ id }) => !this.own.has(id));
  }

  instances(kind: string): readonly ServiceInstance[] {
    return this.kinds.get(kind) ?? [];
  }

  find(id: string): ServiceInstance | undefined {
    for (const instances of this.kinds.values()) {
      const found = instances.find((instance) => instance.id === id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The registry has told all instances of a kind. */
  update(kind: string, instances: readonly ServiceInstance[]): void {
    this.kinds.set(kind, instances);
    for (const listener of [...this.listeners]) listener(kind);
  }

  /** Calls the listener with each kind that changes from now on. Answers how to stop that. */
  onChange(listener: (kind: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** The kind that serves a service, by the package of its full name: `parley.group_message.internal.v1.X` is of `group-message`. */
export function kindOf(service: string): string {
  return (service.split('.')[1] ?? '').replaceAll('_', '-');
}
