export { EventLog, type LogRecord, type PartitionBounds, type PartitionHandler, type Subscription } from './event-log.js';
export { KafkaEventLog, type KafkaEventLogOptions } from './event-log.kafka.js';
export { PostgresEventLog, type PostgresEventLogOptions } from './event-log.postgres.js';
