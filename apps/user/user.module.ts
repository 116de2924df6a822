import { Module } from '@nestjs/common';
import { PostgresUrl } from '#postgres';
import { Clock, Config } from '#runtime';
import { AccessTokens } from './access-token.js';
import { AccountRules } from './account.rules.js';
import { AccountStore } from './account.store.js';
import { BlockOutbox } from './block.outbox.js';
import { BlockPump } from './block.pump.js';
import { BlockRules } from './block.rules.js';
import { BlockStore } from './block.store.js';
import { DeviceStore } from './device.store.js';
import { EntranceRules } from './entrance.rules.js';
import { InviteRules } from './invite.rules.js';
import { InviteStore } from './invite.store.js';
import { KeyVault } from './key-vault.js';
import { Passwords } from './passwords.js';
import { ProfileRules } from './profile.rules.js';
import { RevocationStore } from './revocation.store.js';
import { SignInLimits } from './sign-in.limits.js';
import { SignInRules } from './sign-in.rules.js';
import { SigningKeys } from './signing-keys.js';
import { Sweeper } from './sweeper.js';
import { UserController } from './user.controller.js';
import { UserDatabase } from './user-database.js';
import { UserInternalController } from './user-internal.controller.js';

/** Accounts, sign-in, profiles, devices and blocks. */
@Module({
  controllers: [UserController, UserInternalController],
  providers: [
    { provide: UserDatabase, inject: [PostgresUrl], useFactory: (postgres: PostgresUrl) => postgres.open((url) => UserDatabase.open(url)) },
    { provide: KeyVault, inject: [Config], useFactory: (config: Config) => KeyVault.open(config) },
    Clock,
    AccountStore,
    DeviceStore,
    RevocationStore,
    BlockStore,
    InviteStore,
    BlockOutbox,
    SigningKeys,
    AccessTokens,
    Passwords,
    SignInLimits,
    EntranceRules,
    AccountRules,
    SignInRules,
    ProfileRules,
    BlockRules,
    InviteRules,
    BlockPump,
    Sweeper,
  ],
})
export class UserModule {}
