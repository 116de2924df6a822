import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import type { User } from '#contracts/gen/parley/user/v1/user.js';
import { type Page, type PageKey, pageOf } from '#postgres';
import { searchKey } from '#runtime';
import { AccountEntity } from './entities.js';
import { UserDatabase } from './user-database.js';

interface Found {
  id: string;
  username: string;
  display_name: string;
  created_at: string;
  key: string;
}

/** Accounts, and what others may see of them. */
@Injectable()
export class AccountStore {
  constructor(private readonly database: UserDatabase) {}

  /** False if the username is taken, also by someone who is just taking it. */
  async insert(manager: EntityManager, account: Omit<AccountEntity, 'displayKey'>): Promise<boolean> {
    const made = await manager
      .createQueryBuilder()
      .insert()
      .into(AccountEntity)
      .values({ ...account, displayKey: searchKey(account.displayName) })
      .orIgnore()
      .returning('id')
      .execute();
    return (made.raw as unknown[]).length > 0;
  }

  async byId(id: string): Promise<AccountEntity | undefined> {
    return (await this.database.manager.findOneBy(AccountEntity, { id })) ?? undefined;
  }

  async byUsername(username: string): Promise<AccountEntity | undefined> {
    return (await this.database.manager.findOneBy(AccountEntity, { username })) ?? undefined;
  }

  async byIds(ids: readonly string[]): Promise<AccountEntity[]> {
    return ids.length === 0 ? [] : this.database.manager.findBy(AccountEntity, { id: In(ids) });
  }

  /** Whether anybody has an account. */
  async any(manager: EntityManager = this.database.manager): Promise<boolean> {
    return manager.exists(AccountEntity);
  }

  async rename(id: string, name: string): Promise<void> {
    await this.database.manager.update(AccountEntity, { id }, { displayName: name, displayKey: searchKey(name) });
  }

  /** False if the password is no longer the one that was checked. */
  async changePassword(manager: EntityManager, id: string, change: { from: string; to: string }): Promise<boolean> {
    const { affected } = await manager.update(AccountEntity, { id, passwordHash: change.from }, { passwordHash: change.to });
    return affected === 1;
  }

  /**
   * Users whose username or display name begins with the key, by that name and then by username: two index scans of one page each, however many match.
   * Who is found by the username is not listed a second time by the display name.
   */
  async search(query: string, after: PageKey<string> | undefined, limit: number): Promise<Page<User>> {
    const columns = 'id, username, display_name, created_at';
    const found = await this.database.manager.query<Found[]>(
      `(SELECT ${columns}, username AS key FROM accounts WHERE username ^@ $1 AND username >= $2 AND (username, username) > ($2, $3) ORDER BY username LIMIT $4)
       UNION ALL
       (SELECT ${columns}, display_key AS key FROM accounts
        WHERE display_key ^@ $1 AND NOT username ^@ $1 AND (display_key, username) > ($2, $3) ORDER BY display_key, username LIMIT $4)
       ORDER BY key, username LIMIT $4`,
      [query, after?.key ?? '', after?.id ?? '', limit + 1],
    );
    const page = pageOf(found, limit, ({ key, username }) => ({ key, id: username }));
    return {
      ...page,
      rows: page.rows.map((row) => profileOf({ ...row, displayName: row.display_name, createdAt: Number(row.created_at) })),
    };
  }
}

/** What everybody may see of an account. */
export function profileOf({ id, username, displayName, createdAt }: User): User {
  return { id, username, displayName, createdAt };
}
