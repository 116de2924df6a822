import { startTestPostgres, type TestPostgres } from '../../libs/postgres/testing.js';
import { newId } from '#runtime';
import { type Person, registerPerson, startTestUser, testFolder, type TestUserService } from './testing.js';

describe('finding users', () => {
  let postgres: TestPostgres;
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let service: TestUserService;
  let me: Person;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    folder = await testFolder();
    service = await startTestUser(postgres.url, { dataDir: folder.dataDir });
    me = await registerPerson(service, 'zz-searcher');
    await registerPerson(service, 'ann', 'Ann');
    await registerPerson(service, 'anna', 'Zoë');
    await registerPerson(service, 'bob', 'Annabel');
    await registerPerson(service, 'carl', 'ANNE 100%');
    await registerPerson(service, 'dan_', 'Łukasz');
    await registerPerson(service, 'dane', 'Zoë');
  });
  afterAll(async () => {
    await service.stop();
    await postgres.stop();
    await folder.remove();
  });

  const search = async (query: string, limit?: number) => {
    const found: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await service.users.searchUsers({ query, limit, pageToken }, me.call);
      if (limit !== undefined) expect(page.users.length).toBeLessThanOrEqual(limit);
      found.push(...page.users.map(({ username }) => username));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    return found;
  };

  it('goes by the beginning of username or display name, without regard to case, each user once', async () => {
    expect(await search('ann')).toEqual(['ann', 'anna', 'bob', 'carl']);
    expect(await search('AnnE')).toEqual(['carl']);
    expect(await search('zoë')).toEqual(['anna', 'dane']);
    expect(await search('ŁUK')).toEqual(['dan_']);
  });

  it.each([1, 2, 3])('gives the same in pages of %i', async (limit) => {
    expect(await search('ann', limit)).toEqual(['ann', 'anna', 'bob', 'carl']);
    expect(await search('zoë', limit)).toEqual(['anna', 'dane']);
  });

  it('takes no character for a wildcard', async () => {
    expect(await search('dan_')).toEqual(['dan_']);
    expect(await search('%')).toEqual([]);
    expect(await search('\\')).toEqual([]);
  });

  it.each([['   '], ['a\0'], ['a\nb']])('refuses the query %j', async (query) => {
    await expect(service.users.searchUsers({ query }, me.call)).rejects.toMatchObject({ code: 'invalid', field: 'query' });
  });

  it.each([
    'junk',
    Buffer.from('[1,"a"]').toString('base64url'),
    Buffer.from('["a\\u0000","b"]').toString('base64url'),
    Buffer.from('["a"]').toString('base64url'),
  ])('refuses the page token %s', async (pageToken) => {
    await expect(service.users.searchUsers({ query: 'a', pageToken }, me.call)).rejects.toMatchObject({
      code: 'invalid',
      field: 'pageToken',
    });
  });

  it('shows a profile by id and by username, and says alike that there is none', async () => {
    const ann = await service.users.getUserByUsername({ username: 'ANN' }, me.call);
    expect(ann).toEqual({ id: ann.id, username: 'ann', displayName: 'Ann', createdAt: expect.any(Number) });
    await expect(service.users.getUser({ id: ann.id }, me.call)).resolves.toEqual(ann);
    for (const id of [newId(), 'x', 'a\0b'])
      await expect(service.users.getUser({ id }, me.call)).rejects.toMatchObject({ code: 'not_found', field: 'id' });
    for (const username of ['nobody', 'a\0b']) {
      await expect(service.users.getUserByUsername({ username }, me.call)).rejects.toMatchObject({ code: 'not_found', field: 'username' });
    }
  });

  it('gives services many profiles at once, leaving out who does not exist', async () => {
    const ann = await service.users.getUserByUsername({ username: 'ann' }, me.call);
    const { users } = await service.internal.getUsers({ ids: [ann.id, me.id, newId(), '', 'a\0b', ann.id] });
    expect(users.map(({ id }) => id).toSorted()).toEqual([ann.id, me.id].toSorted());
    await expect(service.internal.getUsers({ ids: [] })).resolves.toEqual({ users: [] });
  });
});
