import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import cassandra from 'cassandra-driver';
import { addressOf, classPath, gatewayUrls } from '../../deploy/native/testing.mjs';
import { type Account, Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { Wire } from '../support/wire.js';

const exec = promisify(execFile);
const MESSAGES = 50;
const PARTITIONS = ['0', '1', '2', '3', '4', '5', '6', '7'];
/** Each look is a Java of its own. */
const TOOL_PATIENCE_MS = 120_000;

interface Assignment {
  partition: string;
  lag: number;
  member: string;
}

/** What `kafka-consumer-groups --describe` says, a line for each partition. */
async function describeGroup(group: string): Promise<Assignment[]> {
  const args = ['-cp', await classPath('kafka'), 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand'];
  const { stdout } = await exec('java', [...args, '--bootstrap-server', addressOf('KAFKA_BROKERS'), '--describe', '--group', group]);
  const [header, ...rows] = stdout
    .trim()
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split(/\s+/));
  const column = (row: string[], name: string): string => row[header!.indexOf(name)] ?? '';
  // Where nothing was committed yet there is no lag either, though the log may hold something.
  const lagOf = (row: string[]): number => Number(column(row, 'LAG') === '-' ? column(row, 'LOG-END-OFFSET') : column(row, 'LAG'));
  return rows.map((row) => ({ partition: column(row, 'PARTITION'), lag: lagOf(row), member: column(row, 'CONSUMER-ID') }));
}

describe("the engines' own tools", () => {
  let api: Api;
  let ada: Account;
  let bob: Account;
  let conversation: string;
  let bodies: string[];

  beforeAll(async () => {
    api = new Api(gatewayUrls()[0]!);
    [ada, bob] = (await api.registerAll('ada', 'bob')) as [Account, Account];
    const wire = await Wire.ready(api, ada);
    bodies = Array.from({ length: MESSAGES }, (_, n) => `message ${String(n)}`);
    const acks = await Promise.all(bodies.map((body) => wire.post(bob, body)));
    conversation = acks[0]!.conversation;
    const group = await api.groups.create(ada, { members: [bob] });
    await wire.postTo(group, 'to the group');
    await wire.close();
  });

  it.each(['message', 'group-message'])(
    'Kafka: two members of the consumer group of %s share the partitions, and none is behind',
    async (service) => {
      const group = `${service}.1.sequencer`;
      const partitions = await eventually(
        () => describeGroup(group),
        // While the group is rebalanced, not every partition has a member.
        (all) => all.length === PARTITIONS.length && all.every(({ lag, member }) => lag === 0 && member !== '-'),
        TOOL_PATIENCE_MS,
      );
      expect(partitions.map(({ partition }) => partition).sort()).toEqual(PARTITIONS);
      const members = partitions.map(({ member }) => member);
      expect(new Set(members).size).toBe(2);
      for (const member of members) expect(members.filter((other) => other === member)).toHaveLength(4);
    },
  );

  it('Cassandra: the rows of a conversation by plain CQL are what was sent', async () => {
    const client = new cassandra.Client({
      contactPoints: addressOf('CASSANDRA_CONTACT_POINTS').split(','),
      localDataCenter: 'datacenter1',
      keyspace: 'parley_message',
    });
    const query = 'SELECT seq, body, sender, head_seq FROM conversations WHERE conversation = ? AND bucket = 0 ORDER BY seq ASC';
    const { rows } = await eventually(
      () => client.execute(query, [conversation], { prepare: true }),
      (result) => result.rowLength === MESSAGES,
    ).finally(() => client.shutdown());
    expect(rows.map(({ body }) => body as string)).toEqual(bodies);
    expect(rows.map(({ seq }) => Number(seq))).toEqual(bodies.map((_, n) => n + 1));
    expect(new Set(rows.map(({ sender, head_seq: head }) => `${String(sender)} ${String(head)}`))).toEqual(
      new Set([`${ada.id} ${String(MESSAGES)}`]),
    );
  });
});
