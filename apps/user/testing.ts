import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Metadata } from '@grpc/grpc-js';
import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { type Caller, ServiceClients, setCaller } from '#contracts';
import type { CheckInviteRequest, CheckInviteResponse } from '#contracts/gen/parley/group/internal/v1/group_internal.js';
import type { PutBlockRequest } from '#contracts/gen/parley/message/internal/v1/message_internal.js';
import type { SignInResponse } from '#contracts/gen/parley/user/v1/user.js';
import { ParleyError } from '#errors';
import { PostgresUrl } from '#postgres';
import { Clock, Config, newId } from '#runtime';
import { UserController } from './user.controller.js';
import { UserInternalController } from './user-internal.controller.js';
import { UserModule } from './user.module.js';

/** A clock that a test sets. */
export class TestClock extends Clock {
  ahead = 0;

  override now(): number {
    return super.now() + this.ahead;
  }
}

/** Stands where the message and the group service are called, and does with a change of a block what the test says. */
export class BlockReceiver extends ServiceClients {
  readonly received: PutBlockRequest[] = [];
  /** Codes that invite into a group; `undefined` while the group service is away. */
  groupInvites: Set<string> | undefined = new Set();
  answer: (change: PutBlockRequest) => Promise<void> = () => Promise.resolve();

  client(): never {
    const putBlock = async (change: PutBlockRequest): Promise<object> => {
      await this.answer(change);
      this.received.push(change);
      return {};
    };
    const checkInvite = async ({ code }: CheckInviteRequest): Promise<CheckInviteResponse> => {
      if (this.groupInvites === undefined) throw new ParleyError('unavailable', 'away');
      return { good: this.groupInvites.has(code) };
    };
    return { putBlock, checkInvite } as never;
  }

  clientAt(): never {
    return this.client();
  }
}

export interface TestUserService {
  users: UserController;
  internal: UserInternalController;
  app: INestApplicationContext;
  clock: TestClock;
  messages: BlockReceiver;
  stop: () => Promise<void>;
}

export interface TestUserOptions {
  env?: Record<string, string>;
  dataDir: string;
  clock?: TestClock;
  messages?: BlockReceiver;
}

/** One instance of the service; several may share a database. */
export async function startTestUser(
  url: string,
  { env = {}, dataDir, clock = new TestClock(), messages = new BlockReceiver() }: TestUserOptions,
): Promise<TestUserService> {
  const config = new Config({ RATE_LIMIT_SCALE: '0', DATA_DIR: dataDir, ...env });
  const testing = await Test.createTestingModule({ imports: [surroundings(url, config, messages), UserModule] })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  const app = await testing.init();
  return { users: app.get(UserController), internal: app.get(UserInternalController), app, clock, messages, stop: () => app.close() };
}

/** A folder for what embedded services keep, and its removal. */
export async function testFolder(): Promise<{ dataDir: string; remove: () => Promise<void> }> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'parley-user-'));
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true }) };
}

/** The metadata of a call as the edge hands it on. */
export function callBy(caller: Caller = {}): Metadata {
  const metadata = new Metadata();
  setCaller(metadata, caller);
  return metadata;
}

export interface Person {
  id: string;
  username: string;
  device: string;
  signIn: SignInResponse;
  /** A call of theirs. */
  call: Metadata;
}

export const PASSWORD = 'correct horse';

export async function registerPerson(
  service: TestUserService,
  username = `u-${newId().toLowerCase()}`,
  displayName?: string,
): Promise<Person> {
  return personOf(await service.users.register({ username, password: PASSWORD, displayName }, callBy()));
}

export function personOf(signIn: SignInResponse): Person {
  const { sub, sid } = claimsOf(signIn.accessToken);
  return { id: sub, username: signIn.user!.username, device: sid, signIn, call: callBy({ user: sub, device: sid }) };
}

/** What a token says, unverified. */
export function claimsOf(token: string): { sub: string; sid: string; iss: string; aud: string; iat: number; exp: number; jti: string } {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as ReturnType<typeof claimsOf>;
}

@Module({})
class Surroundings {}

function surroundings(url: string, config: Config, clients: ServiceClients): DynamicModule {
  const providers = [
    { provide: PostgresUrl, useValue: new PostgresUrl(url) },
    { provide: Config, useValue: config },
    { provide: ServiceClients, useValue: clients },
  ];
  return { module: Surroundings, global: true, providers, exports: providers.map(({ provide }) => provide) };
}
