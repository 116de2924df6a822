import { Metadata } from '@grpc/grpc-js';
import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  GroupMessageInternalService,
  LocalServices,
  RoutedServiceClients,
  RpcEdge,
  ServiceClients,
  ServiceTokens,
  setCaller,
  UserInternalService,
} from '#contracts';
import type { Command, MemberChange } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import type { PutChangesRequest } from '#contracts/gen/parley/group_message/internal/v1/group_message_internal.js';
import type { Group } from '#contracts/gen/parley/group/v1/group.js';
import type { CheckBlocksRequest, GetUsersRequest } from '#contracts/gen/parley/user/internal/v1/user_internal.js';
import type { User } from '#contracts/gen/parley/user/v1/user.js';
import { PostgresUrl } from '#postgres';
import { Clock, Config, newId } from '#runtime';
import { GroupController } from './group.controller.js';
import { GroupInternalController } from './group-internal.controller.js';
import { GroupModule } from './group.module.js';

/** A clock that a test sets. */
export class TestClock extends Clock {
  ahead = 0;

  override now(): number {
    return super.now() + this.ahead;
  }
}

/** Stands where the user service is: knows everybody whom a test makes. */
export class TestUsers {
  readonly users = new Map<string, User>();
  readonly blocks = new Set<string>();
  away: Error | undefined;

  add(username: string): string {
    const id = newId();
    this.users.set(id, { id, username, displayName: username.toUpperCase(), createdAt: 1 });
    return id;
  }

  getUsers({ ids }: GetUsersRequest): { users: User[] } {
    if (this.away) throw this.away;
    return { users: ids.flatMap((id) => this.users.get(id) ?? []) };
  }

  checkBlocks({ user, others }: CheckBlocksRequest): { blocked: string[] } {
    if (this.away) throw this.away;
    return { blocked: others.filter((other) => this.blocks.has(`${user} ${other}`) || this.blocks.has(`${other} ${user}`)) };
  }
}

/** Stands where group messages are: keeps what is put into the log, and does with a call what the test says. */
export class TestLog {
  /** Every command of every call that was answered, in order. */
  readonly received: Command[] = [];
  answer: (request: PutChangesRequest) => Promise<void> = () => Promise.resolve();

  async putChanges(request: PutChangesRequest): Promise<object> {
    await this.answer(request);
    this.received.push(...request.changes);
    return {};
  }

  of(group: Group): Command[] {
    return this.received.filter(({ conversation }) => conversation === group.conversation);
  }

  /** What the members of a group are by the log, as the sequencer of its conversation finds it: what it knows changes nothing. */
  replay(group: Group): LogState {
    const state: LogState = { roles: {}, versions: [] };
    let last = 0;
    for (const { change } of this.of(group)) {
      if (change === undefined || change.version <= last) continue;
      if (change.event === 'deleted') state.roles = {};
      const fresh = change.members.filter(({ version }) => version > last);
      for (const member of fresh) apply(state.roles, member);
      state.versions.push(...new Set([...fresh.map(({ version }) => version), change.version]));
      last = change.version;
    }
    return state;
  }
}

export interface LogState {
  roles: Record<string, string>;
  versions: number[];
}

function apply(roles: Record<string, string>, { user, role }: MemberChange): void {
  if (role === '') Reflect.deleteProperty(roles, user);
  else roles[user] = role;
}

export interface TestGroupService {
  groups: GroupController;
  internal: GroupInternalController;
  app: INestApplicationContext;
  clock: TestClock;
  users: TestUsers;
  log: TestLog;
  stop: () => Promise<void>;
}

export interface TestGroupOptions {
  env?: Record<string, string>;
  clock?: TestClock;
  users?: TestUsers;
  log?: TestLog;
}

/** One instance of the service; several may share a database. */
export async function startTestGroup(
  url: string,
  { env = {}, clock = new TestClock(), users = new TestUsers(), log = new TestLog() }: TestGroupOptions = {},
): Promise<TestGroupService> {
  const config = new Config({ RATE_LIMIT_SCALE: '0', ...env });
  const local = new LocalServices();
  local.register(UserInternalService, users);
  local.register(GroupMessageInternalService, log);
  const testing = await Test.createTestingModule({ imports: [surroundings(url, config, local), GroupModule] })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  const app = await testing.init();
  return { groups: app.get(GroupController), internal: app.get(GroupInternalController), app, clock, users, log, stop: () => app.close() };
}

/** The metadata of a user's call as the edge hands it on. */
export function by(user: string): Metadata {
  const metadata = new Metadata();
  setCaller(metadata, { user, device: 'd' });
  return metadata;
}

@Module({})
class Surroundings {}

function surroundings(url: string, config: Config, local: LocalServices): DynamicModule {
  const tokens = new ServiceTokens('group', config.serviceKey);
  const clients = new RoutedServiceClients({
    service: 'group',
    local,
    edge: new RpcEdge(tokens),
    tokens,
    onUnknownError: () => undefined,
  });
  const providers = [
    { provide: PostgresUrl, useValue: new PostgresUrl(url) },
    { provide: Config, useValue: config },
    { provide: ServiceClients, useValue: clients },
  ];
  return { module: Surroundings, global: true, providers, exports: providers.map(({ provide }) => provide) };
}
