import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GroupMessageInternalService, requireUser, ServiceClients } from '#contracts';
import {
  RelayServiceControllerMethods,
  type ListBehindRequest,
  type ListBehindResponse,
  type RelayServiceController,
} from '#contracts/gen/parley/relay/v1/relay.js';
import { ParleyError } from '#errors';
import { PointerStore } from './pointer.store.js';

const DEFAULT_LIMIT = 100;

/**
 * What users may ask of the relay: only about themselves. Pointers are kept for direct conversations; for groups the heads are compared
 * with the user's cursors when somebody asks, so that nothing is written per member and message.
 */
@Controller()
@RelayServiceControllerMethods()
export class RelayController implements RelayServiceController {
  constructor(
    private readonly pointers: PointerStore,
    private readonly clients: ServiceClients,
  ) {}

  async listBehind({ pageToken, limit = DEFAULT_LIMIT }: ListBehindRequest, metadata: Metadata): Promise<ListBehindResponse> {
    const user = requireUser(metadata);
    const after = pageToken === undefined ? '' : readPageToken(pageToken);
    const page = { after, limit: limit + 1 };
    const [direct, groups] = await Promise.all([
      this.pointers.listBehind(user, page),
      this.clients.client(GroupMessageInternalService).listBehind({ user, ...page }),
    ]);
    const found = [...direct, ...groups.conversations].sort((a, b) => (a.conversation < b.conversation ? -1 : 1)).slice(0, limit + 1);
    const conversations = found.slice(0, limit);
    const last = found.length > limit ? conversations.at(-1) : undefined;
    return { conversations, nextPageToken: last === undefined ? '' : Buffer.from(last.conversation).toString('base64url') };
  }
}

/** The conversation after which the page begins. */
function readPageToken(token: string): string {
  const conversation = Buffer.from(token, 'base64url').toString();
  if (Buffer.from(conversation).toString('base64url') !== token || conversation.includes('\0')) {
    throw new ParleyError('invalid', 'This is not a page token of this list.', { field: 'pageToken' });
  }
  return conversation;
}
