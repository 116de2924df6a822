import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { ask } from '../ask.mjs';
import { certificates } from '../certificates.mjs';
import { fillIn } from '../files.mjs';
import { classPath, requireJava } from '../java.mjs';
import { HERE, portOf, stackDir } from '../settings.mjs';

const METADATA = 3;

/** One Kafka node that is broker and controller. */
export const kafka = {
  name: 'kafka',
  ports: ['KAFKA', 'KAFKA_CONTROLLER', 'KAFKA_SECURED'],
  environment: () => ({ KAFKA_BROKERS: `127.0.0.1:${portOf('KAFKA')}` }),

  async prepare() {
    await requireJava();
    const folder = path.join(stackDir(), 'kafka');
    const jars = await classPath('kafka');
    const ports = { PORT: portOf('KAFKA'), CONTROLLER_PORT: portOf('KAFKA_CONTROLLER'), SECURED_PORT: portOf('KAFKA_SECURED') };
    const values = { DIR: folder, TLS: await certificates(), ...ports };
    const properties = fillIn(path.join(HERE, 'kafka/kafka.properties'), path.join(folder, 'kafka.properties'), values);
    const java = ['-Xms256m', '-Xmx512m', `-Dlog4j2.configurationFile=${path.join(HERE, 'kafka/log4j2.properties')}`, '-cp', jars];
    if (!existsSync(path.join(folder, 'data/meta.properties'))) await format(java, properties);
    return { command: 'java', args: [...java, 'kafka.Kafka', properties] };
  },

  /** Asks for the metadata of the cluster: answered with a broker once the controller has let it in. */
  async check() {
    await ask({ port: portOf('KAFKA'), request: metadataRequest(), read: readMetadata });
  },
};

/** KRaft starts on a formatted folder only. */
async function format(java, properties) {
  const id = randomBytes(16).toString('base64url');
  await promisify(execFile)('java', [...java, 'kafka.tools.StorageTool', 'format', '-t', id, '-c', properties]);
}

/** Metadata, version 1, about no topic. */
function metadataRequest() {
  const client = Buffer.from('parley-stack');
  const request = Buffer.alloc(4 + 2 + 2 + 4 + 2 + client.length + 4);
  request.writeInt32BE(request.length - 4, 0);
  request.writeInt16BE(METADATA, 4);
  request.writeInt16BE(1, 6);
  request.writeInt16BE(client.length, 12);
  client.copy(request, 14);
  return request;
}

function readMetadata(received) {
  if (received.length < 12) return undefined;
  const brokers = received.readInt32BE(8);
  if (brokers < 1) throw new Error('Kafka knows no broker yet');
  return brokers;
}
