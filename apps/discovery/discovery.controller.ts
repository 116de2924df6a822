import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { callerOf, type Caller } from '#contracts';
import {
  DiscoveryServiceControllerMethods,
  type ChooseChatNodeRequest,
  type ChooseChatNodeResponse,
  type DiscoveryServiceController,
} from '#contracts/gen/parley/discovery/v1/discovery.js';
import { ParleyError } from '#errors';
import { ChatTickets } from '#identity';
import { ChatNodes, type RegisteredNode } from '#registry';
import { Config } from '#runtime';

/** A node that died is replaced, and one that restarts is back, within about this time. */
const RETRY_AFTER_MS = 1_000;

@Controller()
@DiscoveryServiceControllerMethods()
export class DiscoveryController implements DiscoveryServiceController {
  constructor(
    private readonly nodes: ChatNodes,
    private readonly tickets: ChatTickets,
    private readonly config: Config,
  ) {}

  async chooseChatNode({ zone }: ChooseChatNodeRequest, metadata: Metadata): Promise<ChooseChatNodeResponse> {
    const caller = callerOf(metadata);
    const { user, device } = caller;
    if (user === undefined || device === undefined) throw new ParleyError('unauthenticated', 'Sign in first.');
    const node = this.nodes.choose(zone);
    if (node === undefined) throw new ParleyError('unavailable', 'No chat node is there.', { retryAfterMs: RETRY_AFTER_MS });
    const base = this.baseUrl(node, caller);
    const { ticket, expiresAt } = await this.tickets.issue({ user, device, node: node.id });
    return { node: node.id, url: socketUrl(base, ticket), expiresAt };
  }

  /** The node's own address if it has one; else the suite's, as configured or as the client itself reached it. */
  private baseUrl({ data }: RegisteredNode, { origin }: Caller): string {
    const base = data.url === '' ? (this.config.publicUrl ?? origin) : data.url;
    if (base === undefined || !URL.canParse(base)) {
      throw new ParleyError('unavailable', 'The public address of this server is not known; its operator must set PUBLIC_URL.');
    }
    return base;
  }
}

function socketUrl(base: string, ticket: string): string {
  const url = new URL(base);
  url.protocol = url.protocol.replace('http', 'ws');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/chat-service/ws`;
  url.search = new URLSearchParams({ ticket }).toString();
  url.hash = '';
  return url.href;
}
