import { eventually } from '../../test/support/eventually.js';
import type { EventLog, LogRecord, PartitionBounds, Subscription } from './event-log.js';

export interface EventLogFixture {
  /** Another handle on the same log, as another process would have it. */
  open(): Promise<EventLog>;
  /** Ends the server without warning and starts it again; nothing acknowledged may be gone. */
  crashServer(): Promise<void>;
  close(): Promise<void>;
}

const GROUP = 'test';
const text = (record: LogRecord): string => Buffer.from(record.payload).toString();

/** Collects what a group reads, from a position of the caller's choice. */
class Collector {
  readonly records: LogRecord[] = [];
  readonly bounds: PartitionBounds[] = [];
  revoked = 0;
  private subscription: Subscription | undefined;

  constructor(private readonly start: (bounds: PartitionBounds) => number) {}

  async join(log: EventLog): Promise<this> {
    this.subscription = await log.subscribe(GROUP, {
      assign: (partition, bounds) => {
        if (partition === 0) this.bounds.push(bounds);
        return Promise.resolve(partition === 0 ? this.start(bounds) : bounds.end);
      },
      process: (partition, records) => {
        if (partition === 0) this.records.push(...records);
        return Promise.resolve();
      },
      revoke: () => {
        this.revoked++;
      },
    });
    return this;
  }

  async reach(count: number): Promise<void> {
    await eventually(
      () => this.records.length,
      (length) => length >= count,
    );
  }

  async commit(offset: number): Promise<void> {
    await this.subscription?.commit(0, offset);
  }

  async leave(): Promise<void> {
    await this.subscription?.close();
  }
}

/** What every EventLog guarantees; each case gets a log of its own with two partitions or more. */
export function describeEventLog(makeFixture: () => Promise<EventLogFixture>): void {
  let fixture: EventLogFixture;
  beforeEach(async () => {
    fixture = await makeFixture();
  });
  afterEach(() => fixture.close());

  it('gives readers the records of concurrent appenders in offset order, each once', async () => {
    const [one, two, readerLog] = [await fixture.open(), await fixture.open(), await fixture.open()];
    const reader = await new Collector((bounds) => bounds.first).join(readerLog);
    const appendAll = async (log: EventLog, name: string): Promise<void> => {
      for (let i = 0; i < 150; i++) await log.append(0, Buffer.from(`${name}${String(i)}`));
    };
    await Promise.all([appendAll(one, 'a'), appendAll(two, 'b'), appendAll(readerLog, 'c')]);
    await reader.reach(450);
    const offsets = reader.records.map((record) => record.offset);
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    expect(new Set(offsets).size).toBe(450);
    for (const name of ['a', 'b', 'c']) {
      const own = reader.records.map(text).filter((value) => value.startsWith(name));
      expect(own).toEqual(Array.from({ length: 150 }, (_, i) => `${name}${String(i)}`));
    }
    await Promise.all([one.close(), two.close(), readerLog.close()]);
  });

  it('never lets the time of acceptance go back', async () => {
    const log = await fixture.open();
    const results = [];
    for (let i = 0; i < 20; i++) results.push(await log.append(0, Buffer.from('x')));
    const times = results.map((result) => result.at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(Math.abs((times.at(-1) ?? 0) - Date.now())).toBeLessThan(60_000);
    await log.close();
  });

  it('keeps what it has acknowledged when the server is killed', async () => {
    const log = await fixture.open();
    const acknowledged = [];
    for (let i = 0; i < 20; i++) {
      await log.append(0, Buffer.from(String(i)));
      acknowledged.push(String(i));
    }
    await fixture.crashServer();
    const after = await fixture.open();
    const reader = await new Collector((bounds) => bounds.first).join(after);
    await reader.reach(20);
    expect(reader.records.map(text)).toEqual(acknowledged);
    await after.close();
    await log.close();
  });

  it('goes on reading after its server was killed, without a gap and without a double', async () => {
    const log = await fixture.open();
    let from = 0;
    const reader = await new Collector((bounds) => Math.max(from, bounds.first)).join(log);
    await log.append(0, Buffer.from('before'));
    await reader.reach(1);
    from = (reader.records[0]?.offset ?? 0) + 1;
    await fixture.crashServer();
    await eventually(() =>
      log.append(0, Buffer.from('after')).then(
        () => true,
        () => false,
      ),
    );
    await reader.reach(2);
    expect(new Set(reader.records.map(text))).toEqual(new Set(['before', 'after']));
    expect(reader.revoked).toBeGreaterThan(0);
    await log.close();
  });

  it('replays from any position it still holds', async () => {
    const log = await fixture.open();
    const offsets: number[] = [];
    for (let i = 0; i < 10; i++) offsets.push((await log.append(0, Buffer.from(String(i)))).offset);
    const reader = await new Collector(() => offsets[4] ?? 0).join(log);
    await reader.reach(6);
    expect(reader.records.map(text)).toEqual(['4', '5', '6', '7', '8', '9']);
    await log.close();
  });

  it('tells a new owner what was committed, and a commit never moves back', async () => {
    const log = await fixture.open();
    const first = await new Collector((bounds) => bounds.first).join(log);
    const { offset } = await log.append(0, Buffer.from('x'));
    await first.reach(1);
    await first.commit(offset + 1);
    await first.commit(0);
    await first.leave();
    const second = await new Collector((bounds) => bounds.committed ?? bounds.first).join(log);
    expect(first.bounds[0]?.committed).toBeUndefined();
    await eventually(() => second.bounds.length > 0);
    expect(second.bounds[0]).toMatchObject({ committed: offset + 1, end: offset + 1 });
    await log.close();
  });

  it('gives a partition to one owner at a time, and to the next when that one leaves', async () => {
    const [one, two] = [await fixture.open(), await fixture.open()];
    const first = await new Collector((bounds) => bounds.first).join(one);
    const second = await new Collector((bounds) => bounds.first).join(two);
    await two.append(0, Buffer.from('x'));
    await first.reach(1);
    expect(second.records).toEqual([]);
    await first.leave();
    await second.reach(1);
    await Promise.all([one.close(), two.close()]);
  });

  it('has ends that lie beyond everything appended before', async () => {
    const log = await fixture.open();
    const { offset } = await log.append(1, Buffer.from('x'));
    const ends = await log.ends();
    expect(ends).toHaveLength(log.partitions);
    expect(ends[1]).toBeGreaterThan(offset);
    await log.close();
  });

  it('trims only what is committed and old', async () => {
    const log = await fixture.open();
    const reader = await new Collector((bounds) => bounds.first).join(log);
    const offsets: number[] = [];
    for (let i = 0; i < 3; i++) offsets.push((await log.append(0, Buffer.from(String(i)))).offset);
    await reader.reach(3);
    await reader.commit(offsets[1] ?? 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await log.trim(GROUP, 3_600_000);
    await log.trim(GROUP, 1);
    await reader.leave();
    const again = await new Collector((bounds) => bounds.first).join(log);
    await again.reach(2);
    expect(again.records.map(text)).toEqual(['1', '2']);
    await log.close();
  });
}
