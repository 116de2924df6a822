import { type Group, type LiveSummary, ParleyClient, summaryWithEntry, summaryWithReceipt } from '../../libs/client/src/index.js';
import type { Account } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { target } from '../support/target.js';

const api = target();

/** A client that keeps its list current by what comes, as applications do. */
class Device {
  readonly live = new Map<string, LiveSummary>();

  private constructor(
    readonly client: ParleyClient,
    private readonly user: string,
  ) {}

  static async open(account: Account): Promise<Device> {
    const device = new Device(new ParleyClient({ baseUrl: api.baseUrl, refreshToken: account.refreshToken }), account.id);
    device.client.on('entry', (entry) => device.update(entry.conversation, (summary) => summaryWithEntry(summary, entry, device.user)));
    device.client.on('receipt', (receipt) =>
      device.update(receipt.conversation, (summary) => summaryWithReceipt(summary, receipt, device.user)),
    );
    device.client.connect();
    await device.client.whenReady();
    return device;
  }

  /** What the server says at present. */
  async load(): Promise<LiveSummary[]> {
    const { conversations } = await this.client.conversations();
    for (const summary of conversations) this.live.set(summary.conversation, summary);
    return conversations;
  }

  counts({ conversation }: Group): (number | undefined)[] {
    const { head, read, unread, mentions } = this.live.get(conversation) ?? {};
    return [head, read, unread, mentions];
  }

  private update(conversation: string, change: (summary: LiveSummary) => LiveSummary): void {
    const summary = this.live.get(conversation);
    if (summary !== undefined) this.live.set(conversation, change(summary));
  }
}

describe('the SDK, counting what is unread in a group', () => {
  let writer: Device;
  let laptop: Device;
  let phone: Device;
  let bob: Account;
  let group: Group;
  beforeEach(async () => {
    let ada: Account;
    [ada, bob] = (await api.registerAll('ada', 'bob')) as [Account, Account];
    group = await api.groups.create(ada, { members: [bob] });
    [writer, laptop, phone] = await Promise.all([Device.open(ada), Device.open(bob), Device.open(await api.login(bob))]);
    await Promise.all([laptop.load(), phone.load()]);
  });
  afterEach(() => {
    for (const { client } of [writer, laptop, phone]) client.close();
  });

  const write = async (body: string, mentions: string[] = []): Promise<number> =>
    (await writer.client.send({ group: group.id }, body, { mentions }).sent()).seq;
  /** Both devices, and the server when it is asked anew, come to count `[head, read, unread, mentions]`. */
  const expectCounts = async (...expected: number[]): Promise<void> => {
    for (const device of [laptop, phone])
      await eventually(
        () => device.counts(group),
        (counts) => JSON.stringify(counts) === JSON.stringify(expected),
      );
    const fresh = await Device.open(await api.login(bob));
    await fresh.load();
    fresh.client.close();
    expect(fresh.counts(group)).toEqual(expected);
  };

  it('agrees on all devices and with the server, whatever was read where', async () => {
    const { conversation } = group;
    await write('one');
    const second = await write('two', [bob.id]);
    await write('three', [bob.id]);
    await expectCounts(4, 1, 3, 2);
    laptop.client.read(conversation, second);
    await expectCounts(4, 3, 1, 1);
    await laptop.client.send({ group: group.id }, 'four').sent();
    await expectCounts(5, 5, 0, 0);
    await write('five');
    phone.client.read(conversation, 6);
    await expectCounts(6, 6, 0, 0);
  });

  it('does not count what becomes of the group', async () => {
    const [cem] = (await api.registerAll('cem')) as [Account];
    await writer.client.groups.update(group.id, { description: 'Changed' });
    await writer.client.groups.addMembers(group.id, [cem.id]);
    await write('after that');
    await expectCounts(4, 1, 1, 0);
  });

  it('begins anew for who returns', async () => {
    await write('before', [bob.id]);
    await writer.client.groups.removeMember(group.id, bob.id);
    await write('without bob');
    await writer.client.groups.addMembers(group.id, [bob.id]);
    await write('with bob', [bob.id]);
    await expectCounts(6, 5, 1, 1);
  });
});
