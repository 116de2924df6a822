import { Injectable } from '@nestjs/common';
import { Database, openDatabase } from '#postgres';
import { ENTITIES } from './entities.js';
import { MIGRATIONS } from './migrations.js';

/** Everything this service keeps: the schema `users`. */
@Injectable()
export class UserDatabase extends Database {
  static async open(url: string): Promise<UserDatabase> {
    return new UserDatabase(await openDatabase({ url, schema: 'users', entities: ENTITIES, migrations: MIGRATIONS, max: 16 }));
  }
}
