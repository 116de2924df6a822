import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Metadata } from '@grpc/grpc-js';
import { Controller, Module, type Type } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { callerOf, requireUser } from '#contracts';
import type { SendMessageRequest, SetCursorsRequest } from '#contracts/gen/parley/conversation/v1/entry.js';
import type { ListBehindRequest } from '#contracts/gen/parley/relay/v1/relay.js';
import type { LoginRequest, LogoutRequest, RefreshRequest } from '#contracts/gen/parley/user/v1/user.js';
import { ParleyError } from '#errors';
import { Config, startService, type RunningService } from '#runtime';
import { KeysController } from '../../libs/identity/testing.js';
import { GatewayModule } from './gateway.module.js';

/** For specs: services that answer what they were asked, so that what the gateway made of a request can be seen. */
@Controller()
export class EchoController {
  readonly calls: unknown[] = [];

  @GrpcMethod('RelayService', 'listBehind')
  listBehind(request: ListBehindRequest, metadata: Metadata): object {
    this.calls.push(request);
    if (request.pageToken === 'crash') throw new Error('the password of the database is 123');
    if (request.pageToken === 'busy') throw new ParleyError('overloaded', 'Later.', { retryAfterMs: 1_200 });
    const { device = '', address = '' } = callerOf(metadata);
    const conversation = `${requireUser(metadata)}/${device}/${address}`;
    return { conversations: [{ conversation, head: 2 ** 53 - 1, secret: 'of the table row' }] };
  }

  @GrpcMethod('LastSeenService', 'getPresence')
  getPresence({ id }: { id: string }): object {
    return { user: id, online: true, lastSeen: undefined };
  }

  @GrpcMethod('MessageService', 'setCursors')
  setCursors(request: SetCursorsRequest): object {
    return { ...request, user: 'u' };
  }

  @GrpcMethod('MessageService', 'sendMessage')
  sendMessage(request: SendMessageRequest): object {
    this.calls.push(request);
    return { id: request.id, conversation: request.to?.user, seq: 1, at: 2 };
  }
}

@Controller()
export class SignInController {
  readonly seen: (string | undefined)[] = [];

  @GrpcMethod('UserService', 'login')
  login(request: LoginRequest): object {
    return {
      user: { id: 'u', username: request.username, displayName: 'U', createdAt: 1 },
      accessToken: 'a',
      refreshToken: 'r1',
      expiresAt: 5,
    };
  }

  @GrpcMethod('UserService', 'refresh')
  refresh({ refreshToken }: RefreshRequest): object {
    this.seen.push(refreshToken);
    if (refreshToken !== 'r1') throw new ParleyError('unauthenticated', 'The refresh token is not valid.');
    return { accessToken: 'a2', refreshToken: 'r2', expiresAt: 6 };
  }

  @GrpcMethod('UserService', 'logout')
  logout({ refreshToken }: LogoutRequest): object {
    this.seen.push(refreshToken);
    return {};
  }
}

@Module({ controllers: [KeysController, EchoController, SignInController] })
class EchoModule {}

/** A gateway before those services, in one process, on a free port. */
export function startGateway(env: Record<string, string> = {}, more: Type[] = []): Promise<RunningService> {
  const fixed = {
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    RATE_LIMIT_SCALE: '0',
    DATA_DIR: mkdtempSync(path.join(tmpdir(), 'parley-')),
  };
  return startService(
    { name: 'gateway', modules: () => [GatewayModule, EchoModule, ...more], http: true },
    new Config({ ...fixed, ...env }),
  );
}

/** A folder as the build of the web client leaves it. */
export function builtWebClient(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-web-'));
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>Built</title>');
  writeFileSync(path.join(folder, 'assets/index-abc123.js'), 'console.log(1);'.repeat(200));
  writeFileSync(path.join(path.dirname(folder), 'secret.txt'), 'secret');
  return folder;
}

export interface Answer {
  status: number;
  headers: Headers;
  json: Record<string, unknown>;
}

interface RestInit extends Omit<RequestInit, 'headers'> {
  headers?: Record<string, string>;
  /** Instead of the client's own; `undefined` sends none. */
  token?: string | undefined;
}

export class RestClient {
  constructor(
    private readonly service: RunningService,
    private readonly token: string,
  ) {}

  async call(url: string, init: RestInit = {}): Promise<Answer> {
    const bearer = 'token' in init ? init.token : this.token;
    const headers = { ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }), ...init.headers };
    const response = await fetch(`http://127.0.0.1:${String(this.service.port)}${url}`, { ...init, headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
  }

  post(url: string, body: unknown, init: RestInit = {}): Promise<Answer> {
    const text = typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body);
    return this.call(url, { method: 'POST', ...init, body: text, headers: { 'content-type': 'application/json', ...init.headers } });
  }
}

/** Status, code and field of an answer that must be a whole problem document. */
export function refused({ status, headers, json }: Answer): unknown[] {
  const { type, title, detail, code, field } = json;
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect([type, json.status, typeof title, typeof detail]).toEqual([`urn:parley:error:${String(code)}`, status, 'string', 'string']);
  return [status, code, field];
}
