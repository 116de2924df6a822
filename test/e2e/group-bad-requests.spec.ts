import type { Group } from '../../libs/client/src/index.js';
import type { Account, Answer } from '../support/api.js';
import { pathOf } from '../support/groups.js';
import { target } from '../support/target.js';
import { Wire } from '../support/wire.js';

const api = target();
const { groups } = api;
const NOBODY = 'AAAAAAAAAAAAAAAAAAAAAA';

describe('about groups', () => {
  let ada: Account;
  let bob: Account;
  let group: Group;
  let a: Wire;
  beforeAll(async () => {
    [ada, bob] = (await api.registerAll('ada', 'bob')) as [Account, Account];
    group = await groups.create(ada, { members: [bob] });
    a = await Wire.ready(api, ada);
  });
  afterEach(async () => {
    // Whatever it was: the socket lives, and nothing has changed.
    await a.settled();
    expect(await groups.story(ada, group)).toHaveLength(1);
    expect(await groups.members(ada, group)).toHaveLength(2);
  });
  afterAll(() => a.close());

  const call = (verb: string, path: string, body?: unknown): Promise<Answer> =>
    api.call(verb, path, { token: ada.accessToken, ...(body !== undefined && { body }) });
  const expectInvalid = (answer: Answer, field: string): void => {
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid' } });
    expect(answer.type).toContain('application/problem+json');
    expect(String(answer.body.field).startsWith(field)).toBe(true);
  };

  it.each([
    ['no name', { name: undefined }, 'name'],
    ['an empty name', { name: '' }, 'name'],
    ['a name of blanks', { name: '   ' }, 'name'],
    ['a name of two lines', { name: 'two\nlines' }, 'name'],
    ['a name that is too long', { name: 'x'.repeat(65) }, 'name'],
    ['a name of the wrong type', { name: 7 }, 'name'],
    ['a description that is too long', { description: 'x'.repeat(513) }, 'description'],
    ['a picture that is no URL', { picture: 'picture.png' }, 'picture'],
    ['a picture without TLS', { picture: 'http://example.org/a.png' }, 'picture'],
    ['a picture that is a script', { picture: 'javascript:alert(1)' }, 'picture'],
    ['an unknown visibility', { visibility: 'hidden' }, 'visibility'],
    ['an unknown kind of history', { history: 'some' }, 'history'],
    ['members who are no list', { members: NOBODY }, 'members'],
    ['a member of the wrong type', { members: [7] }, 'members'],
    ['too many members', { members: Array.from({ length: 1_001 }, () => NOBODY) }, 'members'],
    ['an unknown field', { colour: 'red' }, 'colour'],
  ])('a new one with %s names the field', async (_name, change, field) => {
    expectInvalid(await call('POST', '/group-service/groups', { name: 'New', ...change }), field);
  });

  it.each([
    ['an empty name', { name: '' }, 'name'],
    ['a name that is too long', { name: 'x'.repeat(65) }, 'name'],
    ['a picture that is no URL', { picture: 'x' }, 'picture'],
    ['an unknown visibility', { visibility: '' }, 'visibility'],
    ['another kind of history, which stays as it is', { history: 'full' }, 'history'],
    ['members', { members: [NOBODY] }, 'members'],
  ])('a change to %s names the field', async (_name, change, field) => {
    expectInvalid(await call('PATCH', pathOf(group), change), field);
  });

  it.each([
    ['POST members', { userIds: [] }, 'userIds'],
    ['POST members', {}, 'userIds'],
    ['POST members', { userIds: [7] }, 'userIds'],
    ['POST members', { userIds: Array.from({ length: 1_001 }, () => NOBODY) }, 'userIds'],
    [`PATCH members/${NOBODY}`, { role: 'king' }, 'role'],
    [`PATCH members/${NOBODY}`, { role: '' }, 'role'],
    [`PATCH members/${NOBODY}`, {}, 'role'],
    ['POST leave', { colour: 'red' }, 'colour'],
    ['GET members?limit=0', undefined, 'limit'],
    ['GET members?limit=1000', undefined, 'limit'],
    ['GET members?pageToken=made-up', undefined, 'pageToken'],
    ['GET invites?pageToken=made-up', undefined, 'pageToken'],
  ])('%s of a group with %j names the field', async (what, body, field) => {
    const [verb = '', path = ''] = what.split(' ');
    expectInvalid(await call(verb, `${pathOf(group)}/${path}`, body), field);
  });

  it.each([
    ['GET', '/group-service/groups?limit=0', 'limit'],
    ['GET', '/group-service/groups?pageToken=made-up', 'pageToken'],
    ['GET', '/group-service/public-groups?limit=x', 'limit'],
    ['GET', '/group-service/public-groups?pageToken=made-up', 'pageToken'],
    ['GET', '/group-message-service/conversations?pageToken=made-up', 'pageToken'],
    ['GET', '/group-message-service/conversations/{conversation}/receipts', 'seq'],
    ['GET', '/group-message-service/conversations/{conversation}/receipts?seq=0', 'seq'],
    ['GET', '/group-message-service/conversations/{conversation}/receipts?seq=1&pageToken=*', 'pageToken'],
    ['GET', '/group-message-service/conversations/{conversation}/entries?before=0', 'before'],
  ])('%s %s names the field', async (verb, path, field) => {
    expectInvalid(await call(verb, path.replace('{conversation}', group.conversation)), field);
  });

  it('adding somebody who does not exist adds nobody', async () => {
    const [cem] = (await api.registerAll('cem')) as [Account];
    for (const unknown of [NOBODY, 'x', '\u{1F600}'])
      expect(await call('POST', `${pathOf(group)}/members`, { userIds: [cem.id, unknown] })).toMatchObject({
        status: 404,
        body: { code: 'not_found', field: 'userIds' },
      });
  });

  it('adding somebody with whom one has a block adds nobody, whoever has blocked', async () => {
    const [cem, dan] = (await api.registerAll('cem', 'dan')) as [Account, Account];
    await api.post(cem, '/user-service/blocks', { userId: ada.id });
    await api.post(ada, '/user-service/blocks', { userId: dan.id });
    for (const blocked of [cem, dan])
      expect(await call('POST', `${pathOf(group)}/members`, { userIds: [blocked.id] })).toMatchObject({
        status: 403,
        body: { code: 'forbidden', field: 'userIds' },
      });
  });

  it.each([
    ['GET', `/group-service/groups/${NOBODY}`],
    ['GET', '/group-service/groups/x'],
    ['POST', `/group-service/groups/${NOBODY}/join`],
    ['POST', `/group-service/groups/${NOBODY}/leave`],
    ['GET', `/group-service/groups/${NOBODY}/members`],
    ['DELETE', `/group-service/groups/${NOBODY}`],
    ['GET', `/group-message-service/conversations/g.${NOBODY}/entries`],
    ['GET', '/group-message-service/conversations/x/entries'],
  ])('%s %s finds nothing', async (verb, path) => {
    expect(await call(verb, path, verb === 'POST' ? {} : undefined)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('a direct conversation is none of a group, nor the other way round', async () => {
    const conversation = await api.conversation(ada, bob);
    for (const path of [
      `/group-message-service/conversations/${conversation}/entries`,
      `/message-service/conversations/${group.conversation}/entries`,
    ])
      expect(await call('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await call('POST', `/message-service/conversations/${group.conversation}/cursors`, { read: 1 })).toMatchObject({ status: 404 });
  });

  const message = (change: object): object => ({ id: crypto.randomUUID(), to: { group: group.id }, body: 'hello', ...change });

  it.each([
    ['to both a user and a group', { to: { user: NOBODY, group: NOBODY } }, 'to'],
    ['to neither', { to: {} }, 'to'],
    ['to nothing', { to: { group: '' } }, 'to.group'],
    ['to a group of the wrong type', { to: { group: 7 } }, 'to.group'],
    ['to a group that is too long', { to: { group: 'x'.repeat(65) } }, 'to.group'],
    ['without text', { body: '' }, 'body'],
    ['that answers nothing', { replyTo: 0 }, 'replyTo'],
    ['that answers what is not there yet', { replyTo: 1_000 }, 'replyTo'],
    ['that mentions no list', { mentions: NOBODY }, 'mentions'],
    ['that mentions somebody of the wrong type', { mentions: [7] }, 'mentions'],
    ['that mentions too many', { mentions: Array.from({ length: 51 }, () => NOBODY) }, 'mentions'],
  ])('a message %s is refused, over either way', async (_name, change, field) => {
    a.sendRaw(JSON.stringify({ type: 'send', ...message({ ...change, id: 'bad' }) }));
    const error = await a.answer('bad');
    expect(error).toMatchObject({ type: 'error', code: 'invalid' });
    expect('field' in error && error.field?.startsWith(field)).toBe(true);
    expectInvalid(await call('POST', '/group-message-service/messages', message(change)), field);
  });

  it('a message to a group that does not exist finds nothing, over either way', async () => {
    const body = message({ to: { group: NOBODY } });
    expect(await call('POST', '/group-message-service/messages', body)).toMatchObject({ status: 404, body: { field: 'to.group' } });
    a.sendRaw(JSON.stringify({ type: 'send', ...body, id: 'nowhere' }));
    expect(await a.answer('nowhere')).toMatchObject({ type: 'error', code: 'not_found', field: 'to.group' });
  });

  it('a message of the one kind is not taken by the service of the other', async () => {
    const direct = message({ to: { user: bob.id } });
    expect(await call('POST', '/group-message-service/messages', direct)).toMatchObject({ status: 400, body: { code: 'invalid' } });
    expect(await call('POST', '/message-service/messages', message({}))).toMatchObject({ status: 400, body: { code: 'invalid' } });
  });
});
