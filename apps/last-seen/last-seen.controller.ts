import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { requireUser, ServiceClients, UserInternalService } from '#contracts';
import {
  LastSeenServiceControllerMethods,
  type GetPresenceRequest,
  type LastSeenServiceController,
  type Presence,
} from '#contracts/gen/parley/last_seen/v1/last_seen.js';
import { ParleyError } from '#errors';
import { PresenceTracker } from './presence.tracker.js';

@Controller()
@LastSeenServiceControllerMethods()
export class LastSeenController implements LastSeenServiceController {
  constructor(
    private readonly tracker: PresenceTracker,
    private readonly clients: ServiceClients,
  ) {}

  async getPresence({ id }: GetPresenceRequest, metadata: Metadata): Promise<Presence> {
    const viewer = requireUser(metadata);
    const { users } = await this.clients.client(UserInternalService).getUsers({ ids: [id] });
    const [presence] = users.length === 0 ? [] : (await this.tracker.view(viewer, [id])).presences;
    if (presence === undefined) throw new ParleyError('not_found', 'There is no such user.', { field: 'id' });
    return presence;
  }
}
