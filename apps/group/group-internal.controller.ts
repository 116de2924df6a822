import { Controller } from '@nestjs/common';
import {
  type CheckInviteRequest,
  type CheckInviteResponse,
  type GroupInternalServiceController,
  GroupInternalServiceControllerMethods,
} from '#contracts/gen/parley/group/internal/v1/group_internal.js';
import { InviteRules } from './invite.rules.js';

/** What only services call; the edge lets nobody else in. */
@Controller()
@GroupInternalServiceControllerMethods()
export class GroupInternalController implements GroupInternalServiceController {
  constructor(private readonly invites: InviteRules) {}

  async checkInvite({ code }: CheckInviteRequest): Promise<CheckInviteResponse> {
    return { good: await this.invites.isGood(code) };
  }
}
