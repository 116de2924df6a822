import { SERVICES, type MethodContract } from '#contracts';
import type { Group } from '../../libs/client/src/index.js';
import type { Account, Answer } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { target } from '../support/target.js';
import { altered, confused, forged, unsigned } from '../support/tokens.js';
import { socketUrl, Wire } from '../support/wire.js';
import { FRAME_RULES, IDENTITY_RULES, type IdentityRule } from './identity.rules.js';

const api = target();
const methods: MethodContract[] = SERVICES.flatMap((service) => Object.values(service.methods) as MethodContract[]);
const rest = methods.filter((method) => method.http !== undefined);
const frames = Object.entries(FRAME_RULES).flatMap(([type, rules]) =>
  rules.map((rule, index) => [`${type} (${String(index + 1)})`, { type, ...rule }] as const),
);
/** What nobody but the owners may ever see. */
const SECRETS = ['between ada and bob', 'secret group of ada and bob', 'within the group'];

let ada: Account;
let bob: Account;
let stranger: Account;
let group: Group;
let names: Record<string, string>;

beforeAll(async () => {
  [ada, bob, stranger] = (await api.registerAll('ada', 'bob', 'stranger')) as [Account, Account, Account];
  const wire = await Wire.ready(api, ada);
  const { conversation } = await wire.post(bob, 'between ada and bob');
  group = await api.groups.create(ada, { name: 'secret group of ada and bob', members: [bob] });
  await wire.postTo(group, 'within the group');
  await wire.close();
  const { devices } = await api.get<{ devices: { id: string }[] }>(ada, '/user-service/devices');
  names = {
    mine: conversation,
    owner: ada.id,
    ownerName: ada.username,
    device: devices[0]?.id ?? '',
    stranger: stranger.id,
    group: group.id,
    groupName: group.name,
    groupConversation: group.conversation,
    invite: (await api.groups.invite(ada, group)).code,
    userInvite: (await api.post<{ code: string }>(ada, '/user-service/invites', {})).code,
  };
});

function expectNothingOfTheOwners(shown: unknown): void {
  for (const secret of SECRETS) expect(JSON.stringify(shown)).not.toContain(secret);
}

function fill<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value).replaceAll(/\{(\w+)\}/g, (_match, name: string) => names[name] ?? `unknown-${name}`)) as Value;
}

function keyOf(method: MethodContract): string {
  return method.path.slice(1);
}

function ruleOf(method: MethodContract): IdentityRule {
  const rule = IDENTITY_RULES[keyOf(method)];
  if (!rule) throw new Error(`${keyOf(method)} has no row in identity.rules.ts: say what a stranger gets.`);
  return rule;
}

function callRest(method: MethodContract, token: string | undefined): Promise<Answer> {
  const { path = {}, query = '', body } = fill(ruleOf(method));
  const url = (method.http?.path ?? '').replaceAll(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(path[name] ?? ''));
  return api.call(method.http?.verb.toUpperCase() ?? 'GET', url + query, { token, body });
}

async function publicKey(): Promise<object> {
  const { body } = await api.call<{ keys: object[] }>('GET', '/user-service/.well-known/jwks.json');
  return body.keys[0] ?? {};
}

describe('every RPC', () => {
  it('states who may call it, and has a row in the matrix if it has a REST form', () => {
    expect(methods.filter((method) => method.access === 'unspecified').map(keyOf)).toEqual([]);
    expect(rest.map(keyOf).sort()).toEqual(Object.keys(IDENTITY_RULES).sort());
    for (const method of rest)
      expect([keyOf(method), ruleOf(method).stranger === 'public']).toEqual([keyOf(method), method.access === 'public']);
  });

  it('that only services may call has no REST form', () => {
    expect(methods.filter((method) => method.access === 'service' && method.http !== undefined)).toEqual([]);
    expect(methods.filter((method) => method.path.includes('.internal.') && method.access !== 'service').map(keyOf)).toEqual([]);
  });
});

describe.each(rest.filter((method) => method.access === 'user').map((method) => [keyOf(method), method] as const))(
  '%s',
  (_name, method) => {
    it('is for nobody without a good token', async () => {
      const token = ada.accessToken;
      const bad = [
        undefined,
        '',
        'nonsense',
        token.slice(0, -4),
        unsigned(token),
        altered(token, stranger.id),
        await forged(token),
        await confused(token, await publicKey()),
      ];
      for (const value of bad) {
        const answer = await callRest(method, value);
        expect([value, answer.status, answer.body.code]).toEqual([value, 401, 'unauthenticated']);
      }
    });

    it('gives a stranger nothing of others', async () => {
      const answer = await callRest(method, stranger.accessToken);
      const { stranger: expected } = ruleOf(method);
      if (typeof expected === 'number') expect(answer.status).toBe(expected);
      else expect(answer.status).toBe(200);
      expectNothingOfTheOwners(answer.body);
    });
  },
);

describe('a socket', () => {
  it('opens for nobody without a good ticket, and says why before it closes', async () => {
    const url = new URL(await socketUrl(api, ada));
    const ticket = url.searchParams.get('ticket') ?? '';
    for (const bad of ['', 'nonsense', `${ticket.slice(0, -2)}xx`]) {
      url.searchParams.set('ticket', bad);
      const wire = Wire.to(url.href);
      expect(await wire.next('error')).toMatchObject({ code: 'unauthenticated' });
      expect((await wire.closed).code).toBe(4401);
      expect(wire.all('welcome')).toEqual([]);
    }
  });

  it('opens once for a ticket', async () => {
    const url = await socketUrl(api, ada);
    const first = Wire.to(url);
    await first.next('ready');
    const second = Wire.to(url);
    expect((await second.closed).code).toBe(4401);
    await first.close();
  });

  it('opens for a bearer token in a header, and for no bad one', async () => {
    const url = new URL(await socketUrl(api, ada));
    url.search = '';
    const good = Wire.to(url.href, { headers: { authorization: `Bearer ${ada.accessToken}` } });
    expect(await good.next('welcome')).toMatchObject({ user: ada.id });
    await good.close();
    const bad = Wire.to(url.href, { headers: { authorization: `Bearer ${await forged(ada.accessToken)}` } });
    expect((await bad.closed).code).toBe(4401);
  });

  it.each(frames)('does not let a stranger %s what is not theirs', async (_name, { type, stranger: expected, frame }) => {
    const wire = await Wire.ready(api, stranger);
    const id = `identity-${crypto.randomUUID()}`;
    wire.sendRaw(JSON.stringify({ type, id, ...fill(frame) }));
    if (expected !== 'own') expect(await wire.answer(id)).toMatchObject({ type: 'error', code: expected });
    await wire.settled();
    expectNothingOfTheOwners(wire.frames);
    await wire.close();
  });

  it('closes within two seconds of the logout of its device, and of no other', async () => {
    const other = await api.login(stranger);
    const [leaving, staying] = await Promise.all([Wire.ready(api, other), Wire.ready(api, stranger)]);
    await api.call('POST', '/user-service/logout', { body: { refreshToken: other.refreshToken } });
    const loggedOut = Date.now();
    expect((await leaving.closed).code).toBe(4401);
    expect(Date.now() - loggedOut).toBeLessThan(2_000);
    const refused = (): Promise<Answer> => api.call('GET', '/user-service/me', { token: other.accessToken });
    // Each process of a suite hears of it by itself.
    await eventually(refused, ({ status }) => status === 401);
    await staying.settled();
    await staying.close();
  });
});

describe('after all that strangers did', () => {
  it('nothing of the owners has changed', async () => {
    const { entries } = await api.entries(bob, names.mine ?? '');
    expect(entries.map((entry) => entry.body)).toEqual(['between ada and bob']);
    expect(await api.summary(bob, names.mine ?? '')).toMatchObject({ read: 0, unread: 1 });
    const { devices } = await api.get<{ devices: { id: string }[] }>(ada, '/user-service/devices');
    expect(devices.map((device) => device.id)).toContain(names.device);
    const { invites } = await api.get<{ invites: { code: string }[] }>(ada, '/user-service/invites');
    expect(invites.map(({ code }) => code)).toEqual([names.userInvite]);
  });

  it('nor has anything of their group', async () => {
    const { entries } = await api.groups.entries(bob, group);
    expect(entries.map(({ seq, kind, from }) => [seq, kind, from])).toEqual([
      [1, 'system', ada.id],
      [2, 'message', ada.id],
    ]);
    expect(await api.groups.summary(bob, group)).toMatchObject({ read: 1, unread: 1, mentions: 0 });
    expect(await api.groups.get(ada, group)).toEqual(group);
    expect((await api.groups.members(ada, group)).map(({ id, role }) => [id, role])).toEqual([
      [ada.id, 'owner'],
      [bob.id, 'member'],
    ]);
    const { invites } = await api.get<{ invites: object[] }>(ada, `/group-service/groups/${group.id}/invites`);
    expect(invites).toMatchObject([{ code: names.invite, uses: 0 }]);
  });
});
