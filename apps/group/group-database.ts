import { Injectable } from '@nestjs/common';
import { Database, openDatabase } from '#postgres';
import { ENTITIES } from './entities.js';
import { MIGRATIONS } from './migrations.js';

/** Everything this service keeps: the schema `groups`. */
@Injectable()
export class GroupDatabase extends Database {
  static async open(url: string): Promise<GroupDatabase> {
    return new GroupDatabase(await openDatabase({ url, schema: 'groups', entities: ENTITIES, migrations: MIGRATIONS, max: 16 }));
  }
}
