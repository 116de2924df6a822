import { Controller } from '@nestjs/common';
import {
  type CheckBlocksRequest,
  type CheckBlocksResponse,
  type GetUsersRequest,
  type GetUsersResponse,
  type ListRevocationsRequest,
  type ListRevocationsResponse,
  type UserInternalServiceController,
  UserInternalServiceControllerMethods,
} from '#contracts/gen/parley/user/internal/v1/user_internal.js';
import { BlockStore } from './block.store.js';
import { ProfileRules } from './profile.rules.js';
import { RevocationStore } from './revocation.store.js';

/** What only services call; the edge lets nobody else in. */
@Controller()
@UserInternalServiceControllerMethods()
export class UserInternalController implements UserInternalServiceController {
  constructor(
    private readonly profiles: ProfileRules,
    private readonly revocations: RevocationStore,
    private readonly blocks: BlockStore,
  ) {}

  async getUsers(request: GetUsersRequest): Promise<GetUsersResponse> {
    return { users: await this.profiles.byIds(request.ids) };
  }

  async listRevocations(request: ListRevocationsRequest): Promise<ListRevocationsResponse> {
    return this.revocations.list(request.cursor);
  }

  async checkBlocks(request: CheckBlocksRequest): Promise<CheckBlocksResponse> {
    return { blocked: await this.blocks.among(request.user, request.others) };
  }
}
