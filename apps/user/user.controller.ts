import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { callerOf, requireUser } from '#contracts';
import {
  type BlockUserRequest,
  type BlockUserResponse,
  type ChangePasswordRequest,
  type ChangePasswordResponse,
  type CreateInviteRequest,
  type GetMeRequest,
  type GetRegistrationResponse,
  type GetUserByUsernameRequest,
  type GetUserRequest,
  type Invite,
  type Jwks,
  type ListBlocksRequest,
  type ListBlocksResponse,
  type ListDevicesRequest,
  type ListDevicesResponse,
  type ListInvitesRequest,
  type ListInvitesResponse,
  type LoginRequest,
  type LogoutRequest,
  type LogoutResponse,
  type RefreshRequest,
  type RegisterRequest,
  type RevokeDeviceRequest,
  type RevokeDeviceResponse,
  type RevokeInviteRequest,
  type RevokeInviteResponse,
  type SearchUsersRequest,
  type SearchUsersResponse,
  type SignInResponse,
  type UnblockUserRequest,
  type UnblockUserResponse,
  type UpdateMeRequest,
  type User,
  type UserServiceController,
  UserServiceControllerMethods,
} from '#contracts/gen/parley/user/v1/user.js';
import { AccountRules } from './account.rules.js';
import { BlockRules } from './block.rules.js';
import { InviteRules } from './invite.rules.js';
import { ProfileRules } from './profile.rules.js';
import { SignInRules } from './sign-in.rules.js';
import { SigningKeys } from './signing-keys.js';

/** The public calls. */
@Controller()
@UserServiceControllerMethods()
export class UserController implements UserServiceController {
  constructor(
    private readonly accounts: AccountRules,
    private readonly signIns: SignInRules,
    private readonly profiles: ProfileRules,
    private readonly blocks: BlockRules,
    private readonly invites: InviteRules,
    private readonly keys: SigningKeys,
  ) {}

  async register(request: RegisterRequest, metadata: Metadata): Promise<SignInResponse> {
    return this.signIns.tokensFor(await this.accounts.register(request, callerOf(metadata)));
  }

  async login(request: LoginRequest, metadata: Metadata): Promise<SignInResponse> {
    return this.signIns.tokensFor(await this.accounts.login(request, callerOf(metadata)));
  }

  async refresh(request: RefreshRequest): Promise<SignInResponse> {
    return this.signIns.refresh(request.refreshToken);
  }

  async logout(request: LogoutRequest, metadata: Metadata): Promise<LogoutResponse> {
    await this.signIns.logout(request.refreshToken, callerOf(metadata));
    return {};
  }

  async getMe(_request: GetMeRequest, metadata: Metadata): Promise<User> {
    return this.profiles.me(requireUser(metadata));
  }

  async updateMe(request: UpdateMeRequest, metadata: Metadata): Promise<User> {
    return this.profiles.update(requireUser(metadata), request);
  }

  async changePassword(request: ChangePasswordRequest, metadata: Metadata): Promise<ChangePasswordResponse> {
    await this.accounts.changePassword(requireUser(metadata), request, callerOf(metadata).device);
    return {};
  }

  async searchUsers(request: SearchUsersRequest, metadata: Metadata): Promise<SearchUsersResponse> {
    requireUser(metadata);
    return this.profiles.search(request);
  }

  async getUser(request: GetUserRequest, metadata: Metadata): Promise<User> {
    requireUser(metadata);
    return this.profiles.byId(request.id);
  }

  async getUserByUsername(request: GetUserByUsernameRequest, metadata: Metadata): Promise<User> {
    requireUser(metadata);
    return this.profiles.byUsername(request.username);
  }

  async listDevices(request: ListDevicesRequest, metadata: Metadata): Promise<ListDevicesResponse> {
    const user = requireUser(metadata);
    return this.signIns.list(user, request, callerOf(metadata).device);
  }

  async revokeDevice(request: RevokeDeviceRequest, metadata: Metadata): Promise<RevokeDeviceResponse> {
    await this.signIns.revoke(requireUser(metadata), request.id);
    return {};
  }

  async listBlocks(request: ListBlocksRequest, metadata: Metadata): Promise<ListBlocksResponse> {
    return this.blocks.list(requireUser(metadata), request);
  }

  async blockUser(request: BlockUserRequest, metadata: Metadata): Promise<BlockUserResponse> {
    await this.blocks.set(requireUser(metadata), request.userId, true);
    return {};
  }

  async unblockUser(request: UnblockUserRequest, metadata: Metadata): Promise<UnblockUserResponse> {
    await this.blocks.set(requireUser(metadata), request.userId, false);
    return {};
  }

  async getRegistration(): Promise<GetRegistrationResponse> {
    return { policy: await this.accounts.policy() };
  }

  async createInvite(request: CreateInviteRequest, metadata: Metadata): Promise<Invite> {
    return this.invites.create(requireUser(metadata), request);
  }

  async listInvites(request: ListInvitesRequest, metadata: Metadata): Promise<ListInvitesResponse> {
    return this.invites.list(requireUser(metadata), request);
  }

  async revokeInvite(request: RevokeInviteRequest, metadata: Metadata): Promise<RevokeInviteResponse> {
    await this.invites.revoke(requireUser(metadata), request.code);
    return {};
  }

  async getJwks(): Promise<Jwks> {
    return { keys: await this.keys.published() };
  }
}
