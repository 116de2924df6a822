import type { ChannelCredentials } from '@grpc/grpc-js';
import { byKey, lessBusy } from './balance.js';
import type { Directory, ServiceInstance } from './directory.js';
import { clientCredentials, type GrpcTls } from './grpc-tls.js';
import { Peer } from './peer.js';
import type { ServiceTokens } from './service-tokens.js';

/** How long a call waits for the first instance of its kind to become known, and for one after the last has gone, in milliseconds. */
const APPEAR_MS = 2_000;

export interface PeersOptions {
  directory: Directory;
  tokens: ServiceTokens;
  /** That of this process: instances of it are preferred. */
  zone?: string | undefined;
  tls?: GrpcTls | undefined;
}

export interface Choice {
  sticky: string | undefined;
  /** Those that failed already. */
  tried: ReadonlySet<Peer>;
}

/** The other instances of a suite, as the directory lists them. */
export class Peers {
  private readonly peers = new Map<string, Peer>();
  /** Ids by kind, as last told. */
  private readonly listed = new Map<string, ReadonlySet<string>>();
  private readonly credentials: ChannelCredentials;
  /** Ids by kind of those that were taken off the list and may still answer. */
  private readonly left = new Map<string, Set<string>>();
  private readonly emptySince = new Map<string, number>();
  private readonly stopListening: () => void;

  constructor(private readonly options: PeersOptions) {
    this.credentials = clientCredentials(options.tls);
    this.stopListening = options.directory.onChange((kind) => this.follow(kind));
  }

  /** This very instance, also one that was taken off the list a short while ago. */
  at(instance: string): Peer | undefined {
    const listed = this.options.directory.find(instance);
    return listed === undefined ? this.peers.get(instance) : this.peerOf(listed);
  }

  /**
   * An instance of the kind that is up: by its key, or the less busy one of two. If no listed one is, one that was taken off the list and
   * still answers: the registry may have lost sight of instances that live.
   */
  choose(kind: string, { sticky, tried }: Choice): Peer | undefined {
    const up = this.options.directory.others(kind).flatMap((instance) => {
      const peer = this.peerOf(instance);
      return peer.isUp && !tried.has(peer) ? [{ peer, zone: instance.zone }] : [];
    });
    const near = up.filter(({ zone }) => zone !== '' && zone === this.options.zone);
    const listed = (near.length > 0 ? near : up).map(({ peer }) => peer);
    const candidates = listed.length > 0 ? listed : this.stillThere(kind).filter((peer) => !tried.has(peer));
    return sticky === undefined ? lessBusy(candidates) : byKey(candidates, sticky);
  }

  /** Waits a short while for an instance of a kind that is not known yet: a suite that starts, or a service that starts anew. */
  async appearing(kind: string, deadline: number): Promise<void> {
    const { directory } = this.options;
    const until = Math.min(deadline, (this.emptySince.get(kind) ?? Date.now()) + APPEAR_MS);
    if (directory.others(kind).length > 0 || until <= Date.now()) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const timer = setTimeout(done, until - Date.now());
      const stop = directory.onChange((changed) => {
        if (changed === kind && directory.others(kind).length > 0) done();
      });
    });
  }

  close(): void {
    this.stopListening();
    for (const peer of [...this.peers.values()]) peer.close();
  }

  private stillThere(kind: string): Peer[] {
    const left = [...(this.left.get(kind) ?? [])].flatMap((id) => this.peers.get(id) ?? []);
    return left.filter((peer) => peer.isOpen);
  }

  private follow(kind: string): void {
    const instances = this.options.directory.others(kind);
    const ids = new Set(instances.map(({ id }) => id));
    const before = this.listed.get(kind) ?? new Set();
    this.listed.set(kind, ids);
    for (const instance of instances) this.peerOf(instance).comeBack();
    const left = [...before, ...(this.left.get(kind) ?? [])].filter((id) => !ids.has(id));
    for (const id of left) this.peers.get(id)?.leave();
    this.left.set(kind, new Set(left.filter((id) => this.peers.has(id))));
    if (ids.size > 0) this.emptySince.delete(kind);
    else if (before.size > 0) this.emptySince.set(kind, Date.now());
  }

  private peerOf({ id, address }: ServiceInstance): Peer {
    const known = this.peers.get(id);
    if (known?.address === address) return known;
    known?.close();
    const { tokens } = this.options;
    const peer: Peer = new Peer({ instance: id, address, credentials: this.credentials, tokens }, () => {
      if (this.peers.get(id) === peer) this.peers.delete(id);
    });
    this.peers.set(id, peer);
    return peer;
  }
}
