import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { requireUser } from '#contracts';
import {
  RelayServiceControllerMethods,
  type ListBehindRequest,
  type ListBehindResponse,
  type RelayServiceController,
} from '#contracts/gen/parley/relay/v1/relay.js';
import { ParleyError } from '#errors';
import { PointerStore } from './pointer.store.js';

const DEFAULT_LIMIT = 100;

/** What users may ask of the relay: only about themselves. */
@Controller()
@RelayServiceControllerMethods()
export class RelayController implements RelayServiceController {
  constructor(private readonly pointers: PointerStore) {}

  async listBehind({ pageToken, limit = DEFAULT_LIMIT }: ListBehindRequest, metadata: Metadata): Promise<ListBehindResponse> {
    const user = requireUser(metadata);
    const after = pageToken === undefined ? '' : readPageToken(pageToken);
    const found = await this.pointers.listBehind(user, { after, limit: limit + 1 });
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
