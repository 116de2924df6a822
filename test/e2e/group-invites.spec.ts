import type { Group, GroupInvite, Invitation } from '../../libs/client/src/index.js';
import type { Account, Answer } from '../support/api.js';
import { pathOf } from '../support/groups.js';
import { target } from '../support/target.js';
import { Wire } from '../support/wire.js';

const api = target();
const { groups } = api;
const MINUTE_MS = 60_000;

describe('an invitation into a group', () => {
  let ada: Account;
  let bob: Account;
  let cem: Account;
  let group: Group;
  beforeEach(async () => {
    [ada, bob, cem] = (await api.registerAll('ada', 'bob', 'cem')) as [Account, Account, Account];
    group = await groups.create(ada, { name: 'Invited', description: 'Who we are' });
  });

  const accept = (account: Account, { code }: GroupInvite): Promise<Answer> =>
    api.call('POST', `/group-service/invites/${code}/accept`, { token: account.accessToken, body: {} });
  const look = (account: Account, { code }: GroupInvite): Promise<Answer<Invitation>> =>
    api.call('GET', `/group-service/invites/${code}`, { token: account.accessToken });
  const list = async (): Promise<GroupInvite[]> => (await api.get<{ invites: GroupInvite[] }>(ada, `${pathOf(group)}/invites`)).invites;
  const expectNoGood = async (account: Account, invite: GroupInvite): Promise<void> => {
    for (const answer of [await look(account, invite), await accept(account, invite)])
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found', field: 'code' } });
  };

  it('says where it leads, and makes whoever accepts it a member', async () => {
    const b = await Wire.ready(api, bob);
    const invite = await groups.invite(ada, group);
    expect(invite).toMatchObject({ createdBy: ada.id, uses: 0, expiresAt: expect.any(Number) as number });
    expect(invite.maxUses).toBeUndefined();
    const told = { groupId: group.id, name: 'Invited', description: 'Who we are', picture: '', memberCount: 1, member: false };
    expect(await look(bob, invite)).toMatchObject({ status: 200, body: told });
    expect(await accept(bob, invite)).toMatchObject({ status: 200, body: { group: { id: group.id, role: 'member', memberCount: 2 } } });
    expect(await b.next('entry')).toMatchObject({ seq: 2, from: bob.id, system: { event: 'joined', users: [bob.id], role: 'member' } });
    expect(await look(bob, invite)).toMatchObject({ status: 200, body: { member: true, memberCount: 2 } });
    expect((await b.postTo(group, 'I am here')).seq).toBe(3);
    await b.close();
  });

  it('is not used up by looking at it, nor by who is a member already', async () => {
    const invite = await groups.invite(ada, group, { maxUses: 1 });
    await look(bob, invite);
    expect(await accept(ada, invite)).toMatchObject({ status: 200 });
    expect(await list()).toMatchObject([{ code: invite.code, uses: 0, maxUses: 1 }]);
    expect(await accept(bob, invite)).toMatchObject({ status: 200 });
  });

  it('that is used up is good for nobody else, and for those who came by it only as long as they are there', async () => {
    const invite = await groups.invite(ada, group, { maxUses: 1 });
    expect(await accept(bob, invite)).toMatchObject({ status: 200 });
    expect(await accept(bob, invite)).toMatchObject({ status: 200 });
    await expectNoGood(cem, invite);
    expect(await list()).toEqual([]);
    await groups.leave(bob, group);
    await expectNoGood(bob, invite);
  });

  it('for two lets two in, of however many who come at once', async () => {
    const invite = await groups.invite(ada, group, { maxUses: 2 });
    const crowd = await api.registerAll('c1', 'c2', 'c3', 'c4', 'c5', 'c6');
    const statuses = (await Promise.all(crowd.map((account) => accept(account, invite)))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 200, 404, 404, 404, 404]);
    expect(await groups.members(ada, group)).toHaveLength(3);
  });

  it('that was taken back is good for nobody', async () => {
    const invite = await groups.invite(ada, group);
    const revoke = (): Promise<object> => api.as(ada, `DELETE ${pathOf(group)}/invites/${invite.code}`);
    await revoke();
    await revoke();
    await expectNoGood(bob, invite);
    expect(await list()).toEqual([]);
  });

  it('is good no longer than its group', async () => {
    const invite = await groups.invite(ada, group);
    await groups.delete(ada, group);
    await expectNoGood(bob, invite);
  });

  it('outlives the right of who made it, and can be taken back by another', async () => {
    await groups.add(ada, group, bob);
    await groups.setRole(ada, group, { user: bob, role: 'admin' });
    const invite = await groups.invite(bob, group);
    await groups.remove(ada, group, bob);
    expect(await look(cem, invite)).toMatchObject({ status: 200 });
    await api.as(ada, `DELETE ${pathOf(group)}/invites/${invite.code}`);
    await expectNoGood(cem, invite);
  });

  it('tells when it expires, the newest first', async () => {
    const before = Date.now();
    const short = await groups.invite(ada, group, { expiresInMs: MINUTE_MS, maxUses: 3 });
    const forever = await groups.invite(ada, group, { expiresInMs: 0 });
    expect((short.expiresAt ?? 0) - before).toBeGreaterThanOrEqual(MINUTE_MS);
    expect((short.expiresAt ?? 0) - Date.now()).toBeLessThanOrEqual(MINUTE_MS);
    expect(forever.expiresAt).toBeUndefined();
    expect(await list()).toEqual([forever, short]);
  });

  it.each([
    ['for less than a minute', { expiresInMs: 1_000 }, 'expiresInMs'],
    ['for less than nothing', { expiresInMs: -1 }, 'expiresInMs'],
    ['for more than a year', { expiresInMs: 400 * 24 * 60 * MINUTE_MS }, 'expiresInMs'],
    ['for nobody', { maxUses: 0 }, 'maxUses'],
    ['for half a person', { maxUses: 1.5 }, 'maxUses'],
    ['for all too many', { maxUses: 1_000_000 }, 'maxUses'],
    ['with a strange field', { colour: 'red' }, 'colour'],
  ])('%s is refused', async (_name, body, field) => {
    const answer = await api.call('POST', `${pathOf(group)}/invites`, { token: ada.accessToken, body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid', field } });
  });

  it.each(['made-up', 'a'.repeat(64), '%00', '..%2F..', 'ü'])('with the code %s is found by nobody', async (code) => {
    for (const [verb, path] of [
      ['GET', `/group-service/invites/${code}`],
      ['POST', `/group-service/invites/${code}/accept`],
    ] as const) {
      const answer = await api.call(verb, path, { token: bob.accessToken, ...(verb === 'POST' && { body: {} }) });
      expect([400, 404]).toContain(answer.status);
    }
  });
});
