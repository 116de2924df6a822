import type { DataSource } from 'typeorm';
import { openDatabase } from '#postgres';
import { LastSeenEntity } from './last-seen.entity.js';
import { CreateUsers1795230000000 } from './last-seen.migrations.js';

/** Everything this service keeps: the schema `last_seen`. */
export async function openLastSeenDatabase(url: string): Promise<DataSource> {
  return openDatabase({ url, schema: 'last_seen', entities: [LastSeenEntity], migrations: [CreateUsers1795230000000], max: 4 });
}
