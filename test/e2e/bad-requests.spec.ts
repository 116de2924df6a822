import http from 'node:http';
import type { Account, Answer } from '../support/api.js';
import { target } from '../support/target.js';

const api = target();

describe('a bad request', () => {
  let ada: Account;
  let bob: Account;
  beforeAll(async () => {
    [ada, bob] = (await api.registerAll('ada', 'bob')) as [Account, Account];
  });

  const expectProblem = (answer: Answer, status: number, problem: object): void => {
    expect(answer).toMatchObject({ status, body: problem });
    expect(answer.type).toContain('application/problem+json');
  };
  const message = (change: object): object => ({ id: 'bad', to: { user: bob.id }, body: 'hello', ...change });

  it.each([
    ['wrong type', { body: 7 }, 'body'],
    ['missing field', { body: undefined }, 'body'],
    ['unknown field', { colour: 'red' }, 'colour'],
    ['too long', { id: 'x'.repeat(65) }, 'id'],
    ['wrong type within', { to: { user: 7 } }, 'to.user'],
    ['null', { to: null }, 'to'],
  ])('with the fault “%s” names the field', async (_name, change, field) => {
    const answer = await api.call('POST', '/message-service/messages', { token: ada.accessToken, body: message(change) });
    expectProblem(answer, 400, { code: 'invalid' });
    expect(String(answer.body.field).startsWith(field)).toBe(true);
  });

  it.each([
    ['is not JSON', '{"id":'],
    ['is not an object', '[]'],
    ['is not UTF-8', Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('whose body %s is invalid', async (_name, body) => {
    expectProblem(await api.call('POST', '/message-service/messages', { token: ada.accessToken, body }), 400, { code: 'invalid' });
  });

  it('with a body of megabytes is too large', async () => {
    const body = message({ body: 'x'.repeat(4 * 1024 * 1024) });
    expectProblem(await api.call('POST', '/message-service/messages', { token: ada.accessToken, body }), 413, { code: 'too_large' });
  });

  it.each([
    ['limit', 'x'],
    ['limit', '0'],
    ['limit', '100000'],
    ['before', '-1'],
    ['before', '1.5'],
    ['colour', 'red'],
  ])('with the query %s=%s names the field', async (name, value) => {
    const conversation = await api.conversation(ada, bob);
    const answer = await api.call('GET', `/message-service/conversations/${conversation}/entries?${name}=${value}`, {
      token: ada.accessToken,
    });
    expectProblem(answer, 400, { code: 'invalid', field: name });
  });

  it('for a page that was never handed out is invalid', async () => {
    const answer = await api.call('GET', '/message-service/conversations?pageToken=made-up', { token: ada.accessToken });
    expectProblem(answer, 400, { code: 'invalid', field: 'pageToken' });
  });

  it.each([
    ['GET', '/no-such-service'],
    ['GET', '/user-service/no-such-thing'],
    ['GET', '/message-service/conversations/no-such-conversation/entries'],
    ['GET', '/message-service/users/AAAAAAAAAAAAAAAAAAAAAA/conversation'],
    ['GET', '/user-service/users/AAAAAAAAAAAAAAAAAAAAAA'],
    ['GET', '/user-service/users/by-username/nobody-of-that-name'],
  ])('%s %s finds nothing', async (verb, path) => {
    expectProblem(await api.call(verb, path, { token: ada.accessToken }), 404, { code: 'not_found' });
  });

  it('to register a name that is taken is a conflict, without regard to case', async () => {
    const answer = await api.call('POST', '/user-service/register', {
      body: { username: ada.username.toUpperCase(), password: 'long enough' },
    });
    expectProblem(answer, 409, { code: 'conflict', field: 'username' });
  });

  it.each([
    ['a short password', { username: 'somebody', password: 'short' }, 'password'],
    ['a name with strange letters', { username: 'some body', password: 'long enough' }, 'username'],
    ['a name that is too short', { username: 'ab', password: 'long enough' }, 'username'],
  ])('to register with %s names the field', async (_name, body, field) => {
    expectProblem(await api.call('POST', '/user-service/register', { body }), 400, { code: 'invalid', field });
  });

  it('to log in does not tell whether the name or the password was wrong', async () => {
    const wrong = await api.call('POST', '/user-service/login', { body: { username: ada.username, password: 'wrong password' } });
    const unknown = await api.call('POST', '/user-service/login', {
      body: { username: 'nobody-of-that-name', password: 'wrong password' },
    });
    expectProblem(wrong, 401, { code: 'unauthenticated' });
    expect(unknown).toMatchObject({ status: 401, body: { code: 'unauthenticated', detail: wrong.body.detail } });
  });

  it.each(['//', '*', '/elsewhere', '/chat-service/ws/..'])('to upgrade %s is not found, and hurts nobody', async (path) => {
    const { hostname, port } = new URL(api.baseUrl);
    const headers = { Connection: 'Upgrade', Upgrade: 'websocket' };
    const request = http.request({ hostname, port, path, headers }).end();
    const status = await new Promise((resolve, reject) => {
      request.once('response', (response) => resolve(response.resume().statusCode)).once('error', reject);
    });
    expect(status).toBe(404);
  });
});
