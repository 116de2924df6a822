import path from 'node:path';
import { ask } from '../ask.mjs';
import { certificates } from '../certificates.mjs';
import { fillIn } from '../files.mjs';
import { classPath, requireJava } from '../java.mjs';
import { HERE, portOf, stackDir } from '../settings.mjs';

const STARTUP = 0x01;
const QUERY = 0x07;
const RESULT = 0x08;
const READY = 0x02;
const CONSISTENCY_ONE = [0, 1, 0];

/** One Cassandra node. */
export const cassandra = {
  name: 'cassandra',
  ports: ['CASSANDRA', 'CASSANDRA_STORAGE'],
  environment: () => ({ CASSANDRA_CONTACT_POINTS: `127.0.0.1:${portOf('CASSANDRA')}` }),

  async prepare() {
    await requireJava();
    const folder = path.join(stackDir(), 'cassandra');
    const own = path.join(HERE, 'cassandra');
    const ports = { PORT: portOf('CASSANDRA'), STORAGE_PORT: portOf('CASSANDRA_STORAGE') };
    const values = { DIR: folder, TLS: await certificates(), ...ports };
    const settings = fillIn(path.join(own, 'cassandra.yaml'), path.join(folder, 'cassandra.yaml'), values);
    const args = [
      ...['-Xms1g', '-Xmx1g', '-XX:+UseG1GC', '-Xss512k', `@${path.join(own, 'jvm17.options')}`],
      `-Dcassandra.config=file://${settings}`,
      `-Dcassandra.storagedir=${folder}/data`,
      `-Dlogback.configurationFile=file://${path.join(own, 'logback.xml')}`,
      '-Dcassandra-foreground=yes',
      // Alone in its ring, it waits for nobody's gossip.
      ...['-Dcassandra.skip_wait_for_gossip_to_settle=0', '-Dcassandra.ring_delay_ms=1'],
      ...['-cp', await classPath('cassandra'), 'org.apache.cassandra.service.CassandraDaemon'],
    ];
    return { command: 'java', args };
  },

  async check() {
    await ask({ port: portOf('CASSANDRA'), request: frame(STARTUP, startup()), read: queryOnceReady() });
  },
};

/** A frame of the native protocol, version 4. */
function frame(opcode, body) {
  const header = Buffer.from([0x04, 0, 0, 0, opcode, 0, 0, 0, 0]);
  header.writeInt32BE(body.length, 5);
  return Buffer.concat([header, body]);
}

function startup() {
  const text = (value) => Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value)]);
  return Buffer.concat([Buffer.from([0, 1]), text('CQL_VERSION'), text('3.0.0')]);
}

function query(cql) {
  const length = Buffer.alloc(4);
  length.writeInt32BE(cql.length);
  return Buffer.concat([length, Buffer.from(cql), Buffer.from(CONSISTENCY_ONE)]);
}

function queryOnceReady() {
  let expected = READY;
  let read = 0;
  return (received, socket) => {
    const rest = received.subarray(read);
    if (rest.length < 9 || rest.length < 9 + rest.readInt32BE(5)) return undefined;
    if (rest[4] !== expected) throw new Error(`Cassandra answered with opcode ${rest[4]}`);
    if (expected === RESULT) return true;
    read += 9 + rest.readInt32BE(5);
    expected = RESULT;
    socket.write(frame(QUERY, query('SELECT release_version FROM system.local')));
    return undefined;
  };
}
