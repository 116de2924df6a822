export { EventLog, type LogRecord, type PartitionBounds, type PartitionHandler, type Subscription } from './event-log.js';
export { KafkaEventLog, type KafkaEventLogOptions } from './event-log.kafka.js';
export { EventLogModule } from './event-log.module.js';
export { EventLogs } from './event-logs.js';
export { PostgresEventLog, type PostgresEventLogOptions } from './event-log.postgres.js';
