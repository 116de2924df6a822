import type { PubSub } from '#cache';
import type { Directory, ServiceClients } from '#contracts';
import type { AccessTokens, ChatTickets, Revocations } from '#identity';
import { newId, type Config, type Origins } from '#runtime';
import { CatchUp } from './catch-up.js';
import { ChatNode } from './chat-node.js';
import { Connections } from './connections.js';
import { Deliveries } from './deliveries.js';
import { FrameHandler } from './frame-handler.js';
import { Interest } from './interest.js';
import { LiveSessions } from './live-sessions.js';
import { Rooms } from './rooms.js';
import { Upgrades } from './upgrades.js';
import { Watches } from './watches.js';
import { WrittenEntries } from './written-entries.js';

export interface ChatDependencies {
  clients: ServiceClients;
  directory: Directory;
  pubSub: PubSub;
  revocations: Revocations;
  tickets: ChatTickets;
  tokens: AccessTokens;
  config: Config;
  origins: Origins;
  onError: (error: unknown) => void;
}

/** One chat node, put together. */
export class Chat {
  /** New at each start, because nobody knows any more which tickets an earlier process has spent. */
  readonly name = `chat-${newId()}`;
  readonly connections = new Connections();
  readonly deliveries: Deliveries;
  readonly interest: Interest;
  readonly node: ChatNode;
  readonly upgrades: Upgrades;

  constructor({ clients, directory, pubSub, revocations, tickets, tokens, config, origins, onError }: ChatDependencies) {
    const { name, connections } = this;
    const interest = (this.interest = new Interest({ node: name, directory, clients, onError }));
    const rooms = new Rooms(connections, interest);
    const written = new WrittenEntries();
    this.deliveries = new Deliveries(connections, rooms, written, () => {
      this.node.startOver();
    });
    const watches = new Watches(pubSub, clients, onError);
    const frames = new FrameHandler({
      node: name,
      clients,
      connections,
      watches,
      written,
      rateLimitScale: config.rateLimitScale,
      onError,
    });
    const sessions = new LiveSessions(name, clients, connections, onError);
    const catchUp = new CatchUp({ clients, rooms, interest, onError });
    this.node = new ChatNode({
      node: name,
      connections,
      sessions,
      frames,
      catchUp,
      watches,
      rooms,
      interest,
      revocations,
      distributed: config.mode === 'distributed',
      onError,
    });
    this.upgrades = new Upgrades({
      node: name,
      tickets,
      tokens,
      origins,
      accept: (accepted) => {
        this.node.accept(accepted);
      },
    });
  }
}
