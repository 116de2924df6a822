import { Module } from '@nestjs/common';
import { PostgresUrl } from '#postgres';
import { Clock } from '#runtime';
import { ChangeOutbox } from './change.outbox.js';
import { ChangePump } from './change.pump.js';
import { ChangeQueue } from './change.queue.js';
import { GroupController } from './group.controller.js';
import { GroupDatabase } from './group-database.js';
import { GroupDirectory } from './group.directory.js';
import { GroupInternalController } from './group-internal.controller.js';
import { GroupLimits } from './group.limits.js';
import { GroupRules } from './group.rules.js';
import { GroupStore } from './group.store.js';
import { InviteRules } from './invite.rules.js';
import { InviteStore } from './invite.store.js';
import { MemberRules } from './member.rules.js';
import { People } from './people.js';

/** Groups, their members and roles, and invitations. */
@Module({
  controllers: [GroupController, GroupInternalController],
  providers: [
    {
      provide: GroupDatabase,
      inject: [PostgresUrl],
      useFactory: (postgres: PostgresUrl) => postgres.open((url) => GroupDatabase.open(url)),
    },
    Clock,
    GroupStore,
    GroupDirectory,
    InviteStore,
    ChangeOutbox,
    ChangePump,
    ChangeQueue,
    People,
    GroupLimits,
    GroupRules,
    MemberRules,
    InviteRules,
  ],
})
export class GroupModule {}
