/** What a node tells about itself. */
export interface NodeData {
  /** Base URL under which clients reach this very node; empty: they reach it under the public URL of the suite. */
  url: string;
  /** `host:port` of its gRPC endpoint; empty if it has none of its own. */
  grpc: string;
  /** `host:port` under which the gateway reaches its HTTP server; empty if it has none. */
  http: string;
  zone: string;
  version: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** How much it carries: for a chat node the number of its sessions. */
  load: number;
}

export interface RegisteredNode {
  id: string;
  data: NodeData;
}

export interface Registration {
  /** Changes what the others see. Does nothing once the registration is closed, so that a late report of load is no error. */
  update(changes: Partial<NodeData>): Promise<void>;
  /** Withdraws the node; resolves when the registry has let go of it. May be called twice. */
  close(): Promise<void>;
}

export interface RegistryWatch {
  /** After this returns, the listener is not called again. May be called twice. */
  close(): void;
}

export type RegistryListener = (nodes: readonly RegisteredNode[]) => void;

/**
 * Which processes of the suite are there. A registration is as long-lived as the session of the process with the registry: it
 * goes when the process dies, and comes back by itself when a lost session has been replaced.
 */
export abstract class Registry {
  /**
   * Makes a node known under its kind. Registering an id again replaces what stood there; the replaced registration then
   * changes and withdraws nothing any more.
   */
  abstract register(node: { kind: string; id: string; data: NodeData }): Promise<Registration>;

  /**
   * Tells the nodes of a kind: those of now before this resolves, and all of them again after each change. Nodes stand in the
   * order of their registration. Calls follow each other and each is newer than the one before; states between may be left
   * out. While the registry cannot be reached, the last list stays as it is.
   */
  abstract watch(kind: string, listener: RegistryListener): Promise<RegistryWatch>;

  /** Ends the session: what was registered here is withdrawn, and watches fall silent. */
  abstract close(): Promise<void>;
}
