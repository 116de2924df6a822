import { Injectable } from '@nestjs/common';
import type { SearchUsersRequest, SearchUsersResponse, UpdateMeRequest, User } from '#contracts/gen/parley/user/v1/user.js';
import { ParleyError } from '#errors';
import { readPageToken } from '#postgres';
import { isId, plainText, searchKey, visibleName } from '#runtime';
import { AccountStore, profileOf } from './account.store.js';
import { usernameOf } from './names.js';

const PAGE = 20;

/** Who can be found and looked at. A profile is open to everybody who is signed in, blocked or not. */
@Injectable()
export class ProfileRules {
  constructor(private readonly accounts: AccountStore) {}

  async me(userId: string): Promise<User> {
    const account = await this.accounts.byId(userId);
    if (account === undefined) throw new ParleyError('unauthenticated', 'This account no longer exists.');
    return profileOf(account);
  }

  async update(userId: string, request: UpdateMeRequest): Promise<User> {
    if (request.displayName !== undefined) await this.accounts.rename(userId, visibleName(request.displayName, 'displayName'));
    return this.me(userId);
  }

  async byId(id: string, field = 'id'): Promise<User> {
    const account = isId(id) ? await this.accounts.byId(id) : undefined;
    if (account === undefined) throw unknownUser(field);
    return profileOf(account);
  }

  async byUsername(text: string): Promise<User> {
    const username = usernameOf(text);
    const account = username === undefined ? undefined : await this.accounts.byUsername(username);
    if (account === undefined) throw unknownUser('username');
    return profileOf(account);
  }

  async byIds(ids: readonly string[]): Promise<User[]> {
    const accounts = await this.accounts.byIds(ids.filter(isId));
    return accounts.map(profileOf);
  }

  async search(request: SearchUsersRequest): Promise<SearchUsersResponse> {
    const query = searchKey(plainText(request.query, 'query'));
    if (query === '') throw new ParleyError('invalid', 'Say how the name begins.', { field: 'query' });
    const page = await this.accounts.search(query, readPageToken(request.pageToken, 'string'), request.limit ?? PAGE);
    return { users: page.rows, nextPageToken: page.nextPageToken };
  }
}

function unknownUser(field: string): ParleyError {
  return new ParleyError('not_found', 'There is no such user.', { field });
}
