import type { Group, Visibility } from '../../libs/client/src/index.js';
import type { Account, Answer } from '../support/api.js';
import { target } from '../support/target.js';
import { Wire } from '../support/wire.js';
import { RIGHT_RULES, ROLES, type RightRule } from './group-rights.rules.js';

type Role = (typeof ROLES)[number];

const api = target();
const SECRET = 'among the members';

let accounts: Record<Role | 'admin2' | 'member2' | 'nobody', Account>;
let owner: Wire;

beforeAll(async () => {
  const [first, admin, member, former, stranger, admin2, member2, nobody] = (await api.registerAll(
    ...['owner', 'admin', 'member', 'former', 'stranger', 'admin2', 'member2', 'nobody'],
  )) as [Account, Account, Account, Account, Account, Account, Account, Account];
  accounts = { owner: first, admin, member, former, stranger, admin2, member2, nobody };
  owner = await Wire.ready(api, first);
});
afterAll(() => owner.close());

/** A group with an owner, two admins, two members and one who was a member. */
async function assemble(visibility: Visibility): Promise<Group> {
  const { owner: ann, admin, admin2, member, member2, former } = accounts;
  const name = `Rights ${crypto.randomUUID()}`;
  const group = await api.groups.create(ann, { name, visibility, members: [admin, admin2, member, member2, former] });
  for (const user of [admin, admin2]) await api.groups.setRole(ann, group, { user, role: 'admin' });
  await owner.postTo(group, SECRET);
  await api.groups.remove(ann, group, former);
  await owner.postTo(group, SECRET);
  return group;
}

/** Everything of the group that a call could change. */
async function stateOf(group: Group): Promise<object> {
  const { groups } = api;
  const [profile, members, entries, summary, receipts, { invites }] = await Promise.all([
    groups.get(accounts.owner, group),
    groups.members(accounts.owner, group),
    groups.story(accounts.owner, group),
    groups.summary(accounts.owner, group),
    groups.receipts(accounts.owner, group, '?seq=6'),
    api.get<{ invites: object[] }>(accounts.owner, `/group-service/groups/${group.id}/invites`),
  ]);
  return { profile, members, entries, summary, receipts, invites };
}

function callAs(role: Role, { call, body }: RightRule, names: Record<string, string>): Promise<Answer> {
  const fill = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (match, name: string) => names[name] ?? match);
  const [verb = '', path = ''] = fill(call).split(' ');
  const filled = body === undefined ? undefined : (JSON.parse(fill(JSON.stringify(body))) as object);
  return api.call(verb, path, { token: accounts[role].accessToken, body: filled });
}

async function namesOf(group: Group, caller: Role): Promise<Record<string, string>> {
  return {
    group: group.id,
    conversation: group.conversation,
    invite: (await api.groups.invite(accounts.owner, group)).code,
    caller: accounts[caller].id,
    owner: accounts.owner.id,
    admin: accounts.admin2.id,
    member: accounts.member2.id,
    nobody: accounts.nobody.id,
  };
}

function expectedOf({ private: statuses, public: open }: RightRule, visibility: Visibility, role: Role): number | undefined {
  const index = ROLES.indexOf(role);
  return visibility === 'public' && open !== undefined && index >= 3 ? open[index - 3] : statuses[index];
}

describe.each(['private', 'public'] as const)('in a %s group', (visibility) => {
  // Groups in which nothing has changed yet serve several tests.
  let untouched: Group | undefined;
  afterAll(() => (untouched = undefined));

  describe.each(ROLES)('the %s', (role) => {
    it.each(RIGHT_RULES.map((rule) => [rule.call, JSON.stringify(rule.body ?? {}), rule] as const))('%s %s', async (_call, _body, rule) => {
      const group = untouched ?? (await assemble(visibility));
      untouched = undefined;
      const names = await namesOf(group, role);
      const before = await stateOf(group);
      const answer = await callAs(role, rule, names);
      expect(answer.status).toBe(expectedOf(rule, visibility, role));
      if (answer.status === 200) return;
      expect(answer.body).toMatchObject({ status: answer.status });
      expect(JSON.stringify(answer.body)).not.toContain(SECRET);
      expect(await stateOf(group)).toEqual(before);
      untouched = group;
    });
  });
});
