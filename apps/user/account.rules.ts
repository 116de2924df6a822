import { Injectable } from '@nestjs/common';
import type { Caller } from '#contracts';
import type { ChangePasswordRequest, LoginRequest, RegisterRequest } from '#contracts/gen/parley/user/v1/user.js';
import { ParleyError } from '#errors';
import { type Config, plainText, visibleName } from '#runtime';
import { AccountStore } from './account.store.js';
import { DeviceStore, type SignedInDevice } from './device.store.js';
import type { AccountEntity } from './entities.js';
import { EntranceRules } from './entrance.rules.js';
import { usernameOf } from './names.js';
import { Passwords } from './passwords.js';
import { SignInLimits } from './sign-in.limits.js';
import { UserDatabase } from './user-database.js';

export interface SignIn {
  account: Omit<AccountEntity, 'displayKey'>;
  device: SignedInDevice;
}

/** Who may have an account, and who may use it: registration, sign-in by password, change of password. */
@Injectable()
export class AccountRules {
  constructor(
    private readonly database: UserDatabase,
    private readonly accounts: AccountStore,
    private readonly devices: DeviceStore,
    private readonly passwords: Passwords,
    private readonly limits: SignInLimits,
    private readonly entrance: EntranceRules,
  ) {}

  /** Who may register now. */
  async policy(): Promise<Config['registration']> {
    return this.entrance.policy();
  }

  async register(request: RegisterRequest, caller: Caller): Promise<SignIn> {
    this.entrance.requireNotClosed();
    const username = usernameOf(request.username);
    if (username === undefined) throw new ParleyError('invalid', 'A username is 3 to 32 of a-z 0-9 . _ -', { field: 'username' });
    const name = visibleName(request.displayName ?? username, 'displayName');
    const deviceName = plainText(request.deviceName ?? '', 'deviceName');
    this.limits.requireRegistration(username, caller);
    const admission = await this.entrance.admit(request.invite);
    const passwordHash = await this.passwords.hash(request.password);
    const account = { ...this.entrance.newAccount(), username, displayName: name, passwordHash };
    return this.database.transaction(async (manager) => {
      await this.entrance.confirm(manager, admission);
      if (!(await this.accounts.insert(manager, account))) {
        throw new ParleyError('conflict', 'This username is taken.', { field: 'username' });
      }
      return { account, device: await this.devices.insert(manager, account.id, deviceName) };
    });
  }

  /** A wrong password and a username that nobody has are answered alike, after the same work. */
  async login(request: LoginRequest, caller: Caller): Promise<SignIn> {
    const username = usernameOf(request.username);
    const name = plainText(request.deviceName ?? '', 'deviceName');
    this.limits.requireLogin(username ?? '', caller);
    const account = username === undefined ? undefined : await this.accounts.byUsername(username);
    const right = await this.passwords.matches(request.password, account?.passwordHash);
    const device = right && account ? await this.devices.open({ userId: account.id, passwordHash: account.passwordHash, name }) : undefined;
    if (account === undefined || device === undefined) throw new ParleyError('unauthenticated', 'The username or the password is wrong.');
    this.limits.forgiveLogin(account.username);
    return { account, device };
  }

  /** Signs out every other device of the user, in the same transaction. */
  async changePassword(userId: string, request: ChangePasswordRequest, device: string | undefined): Promise<void> {
    this.limits.requirePasswordCheck(userId);
    const account = await this.accounts.byId(userId);
    if (account === undefined) throw new ParleyError('unauthenticated', 'This account no longer exists.');
    const right = await this.passwords.matches(request.currentPassword, account.passwordHash);
    if (!right) throw wrongCurrentPassword();
    const to = await this.passwords.hash(request.newPassword);
    await this.database.transaction(async (manager) => {
      if (!(await this.accounts.changePassword(manager, userId, { from: account.passwordHash, to }))) throw wrongCurrentPassword();
      await this.devices.revokeOthers(manager, userId, device);
    });
  }
}

function wrongCurrentPassword(): ParleyError {
  return new ParleyError('invalid', 'The current password is wrong.', { field: 'currentPassword' });
}
