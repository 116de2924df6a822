import { createHmac } from 'node:crypto';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Config, RuntimeModule } from '#runtime';
import { AccessTokens } from './access-tokens.js';
import { ChatTickets } from './chat-tickets.js';
import { IdentityModule } from './identity.module.js';
import { Revocations } from './revocations.js';
import { KeysController } from './testing.js';

let app: INestApplication;
let keys: KeysController;

beforeEach(async () => {
  const config = new Config({ LOG_LEVEL: 'silent' });
  const imports = [RuntimeModule.forRoot({ config, service: 'test' }), IdentityModule];
  const module = await Test.createTestingModule({ imports, controllers: [KeysController] }).compile();
  app = module.createNestApplication();
  app.useLogger(false);
  await app.init();
  keys = app.get(KeysController);
});

afterEach(() => app.close());

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (value) => value,
    (error: unknown) => (error as { code: string }).code,
  );
}

describe('an access token', () => {
  const verify = (token: string): Promise<unknown> => codeOf(app.get(AccessTokens).verify(token));

  it('names its user and device', async () => {
    expect(await verify(await keys.sign())).toEqual({ user: 'user-1', device: 'device-1' });
  });

  const now = Math.floor(Date.now() / 1000);
  const bad: [string, Record<string, unknown>][] = [
    ['expired', { iat: now - 700, exp: now - 100 }],
    ['of another issuer', { iss: 'mallory' }],
    ['for another audience', { aud: 'parley-services' }],
    ['without a user', { sub: undefined }],
    ['without a device', { sid: undefined }],
    ['that never expires', { exp: undefined }],
  ];
  it.each(bad)('%s is refused', async (_what, claims) => {
    expect(await verify(await keys.sign(claims))).toBe('unauthenticated');
  });

  it('that is no token is refused', async () => {
    for (const token of ['', 'abc', 'a.b.c', 'x'.repeat(100_000)]) expect(await verify(token)).toBe('unauthenticated');
  });

  it('with a changed payload is refused', async () => {
    const [header = '', payload = '', signature = ''] = (await keys.sign()).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    expect(await verify([header, encode({ ...claims, sub: 'user-2' }), signature].join('.'))).toBe('unauthenticated');
  });

  it('with the algorithm `none` is refused, with and without the id of a key', async () => {
    const [header = '', payload = ''] = (await keys.sign()).split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
    expect(await verify(`${encode({ alg: 'none', kid })}.${payload}.`)).toBe('unauthenticated');
    expect(await verify(`${encode({ alg: 'none' })}.${payload}.`)).toBe('unauthenticated');
  });

  it('signed with the public key as an HMAC secret is refused', async () => {
    const [header = '', payload = ''] = (await keys.sign()).split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
    const text = `${encode({ alg: 'HS256', kid })}.${payload}`;
    const secret = JSON.stringify(keys.getJwks().keys[0]);
    expect(await verify(`${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`)).toBe('unauthenticated');
  });

  it('of a key that was added later is good within a second', async () => {
    await verify(await keys.sign());
    keys.rotate();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await verify(await keys.sign())).toEqual({ user: 'user-1', device: 'device-1' });
  });

  it('of made-up keys does not become a call of the user service each time', async () => {
    await verify(await keys.sign());
    const before = keys.fetches;
    for (let i = 0; i < 20; i++) await verify(`${encode({ alg: 'ES256', kid: `made-up-${String(i)}` })}.${encode({})}.AAAA`);
    expect(keys.fetches - before).toBeLessThanOrEqual(1);
  });

  it('that could not be checked because the keys are away is not called wrong', async () => {
    keys.failing = true;
    expect(await verify(await keys.sign())).toBe('internal');
    keys.failing = false;
    expect(await verify(await keys.sign())).toEqual({ user: 'user-1', device: 'device-1' });
  });

  it('of a device that was signed out is refused within two seconds, and listeners hear of it once', async () => {
    const token = await keys.sign();
    expect(await verify(token)).toEqual({ user: 'user-1', device: 'device-1' });
    const heard: string[] = [];
    app.get(Revocations).onRevoked((devices) => heard.push(...devices));
    keys.revoked.push('device-1');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await verify(token)).toBe('unauthenticated');
    keys.failing = true;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await verify(token)).toBe('unauthenticated');
    expect(heard).toEqual(['device-1']);
  });
});

describe('a chat ticket', () => {
  const request = { user: 'u', device: 'd', node: 'n1' };

  it('is good once, at the node that it names', async () => {
    const tickets = app.get(ChatTickets);
    const before = Date.now();
    const { ticket, expiresAt } = await tickets.issue(request);
    expect(expiresAt - before).toBeGreaterThan(29_000);
    expect(await codeOf(tickets.verify(ticket, 'n2'))).toBe('unauthenticated');
    expect(await tickets.verify(ticket, 'n1')).toEqual({ user: 'u', device: 'd' });
    expect(await codeOf(tickets.verify(ticket, 'n1'))).toBe('unauthenticated');
  });

  it('expires, and does not come back by being forgotten', async () => {
    const tickets = app.get(ChatTickets);
    const start = Date.now();
    const { ticket } = await tickets.issue(request, start);
    await tickets.verify(ticket, 'n1', start);
    expect(await codeOf(tickets.verify(ticket, 'n1', start + 34_000))).toBe('unauthenticated');
    const late = await tickets.issue(request, start);
    expect(await codeOf(tickets.verify(late.ticket, 'n1', start + 40_000))).toBe('unauthenticated');
  });

  it('of another key, an access token and a service token are refused', async () => {
    const stranger = new ChatTickets(new Config({}));
    const { ServiceTokens } = await import('#contracts');
    const others = [(await stranger.issue(request)).ticket, await keys.sign(), await app.get(ServiceTokens).token()];
    for (const other of others) expect(await codeOf(app.get(ChatTickets).verify(other, 'n1'))).toBe('unauthenticated');
  });

  it('does not pass for a token of a service, though the same key signs both', async () => {
    const { ServiceTokens } = await import('#contracts');
    const { ticket } = await app.get(ChatTickets).issue(request);
    expect(await codeOf(app.get(ServiceTokens).verify(ticket))).toBe('unauthenticated');
  });
});
