import { Controller } from '@nestjs/common';
import {
  LastSeenInternalServiceControllerMethods,
  type GetPresencesRequest,
  type GetPresencesResponse,
  type LastSeenInternalServiceController,
  type TouchRequest,
  type TouchResponse,
} from '#contracts/gen/parley/last_seen/internal/v1/last_seen_internal.js';
import { PresenceTracker } from './presence.tracker.js';

@Controller()
@LastSeenInternalServiceControllerMethods()
export class LastSeenInternalController implements LastSeenInternalServiceController {
  constructor(private readonly tracker: PresenceTracker) {}

  async getPresences({ viewer, users }: GetPresencesRequest): Promise<GetPresencesResponse> {
    return this.tracker.view(viewer, users);
  }

  async touch({ users }: TouchRequest): Promise<TouchResponse> {
    await this.tracker.touch(users);
    return {};
  }
}
