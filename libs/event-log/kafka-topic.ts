import kafkajs, { type Admin } from 'kafkajs';
import { protocolErrorOf } from './kafka-client.js';

export interface KafkaTopicOptions {
  /** The log's name; the topic's is that and the epoch. */
  topic: string;
  epoch: number;
  partitions: number;
}

/** How long it may take until all brokers know a new topic and its leaders, in milliseconds. */
const SPREAD_MS = 10_000;
const UNKNOWN = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION']);
const MAX_REPLICAS = 3;
/** A record is a batch of commands of about 1 MiB at most. */
const MAX_RECORD_BYTES = 4 << 20;

/** Makes the topic of the epoch, or refuses one that would change the meaning of positions. Answers the topic's name. */
export async function requireTopic(admin: Admin, options: KafkaTopicOptions): Promise<string> {
  const { topic, epoch } = options;
  const name = `${topic}.${String(epoch)}`;
  const existing = await admin.listTopics();
  const newest = Math.max(0, ...existing.map((other) => epochOf(other, topic)));
  if (newest > epoch) {
    throw new Error(
      `The log ${topic} is in epoch ${String(newest)} already, and epoch ${String(epoch)} is configured: all nodes need the same.`,
    );
  }
  if (!existing.includes(name)) await createTopic(admin, name, options.partitions);
  await requirePartitions(admin, name, options);
  await requireSettings(admin, name);
  return name;
}

/** 0 for topics that are no epoch of the log. */
function epochOf(name: string, topic: string): number {
  const suffix = name.startsWith(`${topic}.`) ? name.slice(topic.length + 1) : '';
  return /^[1-9]\d*$/.test(suffix) ? Number(suffix) : 0;
}

async function createTopic(admin: Admin, topic: string, numPartitions: number): Promise<void> {
  const { brokers } = await admin.describeCluster();
  const replicationFactor = Math.min(MAX_REPLICAS, brokers.length);
  const settings = {
    'message.timestamp.type': 'LogAppendTime',
    'cleanup.policy': 'delete',
    // Only what is committed may go, and the log itself sees to that (`trim`).
    'retention.ms': '-1',
    'retention.bytes': '-1',
    'max.message.bytes': String(MAX_RECORD_BYTES),
    'min.insync.replicas': replicationFactor === MAX_REPLICAS ? '2' : '1',
    'unclean.leader.election.enable': 'false',
  };
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  // False, and no error, if another node was faster. Its way of waiting for leaders fails where a broker has yet to hear of the topic.
  await admin.createTopics({ waitForLeaders: false, topics: [{ topic, numPartitions, replicationFactor, configEntries }] });
}

async function requirePartitions(admin: Admin, name: string, { topic, epoch, partitions }: KafkaTopicOptions): Promise<void> {
  const { topics } = await onceKnown(() => admin.fetchTopicMetadata({ topics: [name] }));
  const found = topics[0]?.partitions.length ?? 0;
  if (found === partitions) return;
  throw new Error(
    `The topic ${name} has ${String(found)} partitions, and ${String(partitions)} are configured. Their number is fixed in an epoch: ` +
      `configure ${String(found)}, or let the log ${topic} run empty and start epoch ${String(epoch + 1)}.`,
  );
}

/** Brokers hear of a new topic one after the other. */
export async function onceKnown<T>(action: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + SPREAD_MS;
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (!UNKNOWN.has(protocolErrorOf(error) ?? '') || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function requireSettings(admin: Admin, name: string): Promise<void> {
  const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames: ['message.timestamp.type', 'cleanup.policy'] };
  const { resources } = await onceKnown(() => admin.describeConfigs({ includeSynonyms: false, resources: [resource] }));
  const settings = new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]));
  const wanted = { 'message.timestamp.type': 'LogAppendTime', 'cleanup.policy': 'delete' };
  for (const [setting, value] of Object.entries(wanted)) {
    const found = settings.get(setting);
    if (found !== value) throw new Error(`The topic ${name} has ${setting}=${String(found)}; the log needs ${setting}=${value}.`);
  }
}
