export { EventLog, type LogRecord, type PartitionBounds, type PartitionHandler, type Subscription } from './event-log.js';
export { PostgresEventLog, type PostgresEventLogOptions } from './event-log.postgres.js';
