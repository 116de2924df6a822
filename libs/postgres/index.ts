export { Database, openDatabase, type DatabaseOptions } from './database.js';
export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.js';
export { migrate, type Migration } from './migrate.js';
export { pageOf, readPageToken, type Page, type PageKey } from './page-token.js';
export { createPool, openPool, type PoolOptions } from './pool.js';
export { PostgresUrl } from './postgres-url.js';
export { PostgresModule } from './postgres.module.js';
export { whole } from './whole.js';
