import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { addressOf, crash, start } from '../../deploy/native/testing.mjs';
import { KafkaEventLog } from './event-log.kafka.js';
import { eventually } from '../../test/support/eventually.js';

const brokers = addressOf('KAFKA_BROKERS').split(',');
const PARTITIONS = 4;
const GROUP = 'test';

interface Happening {
  kind: 'assign' | 'record' | 'revoke' | 'joined' | 'closed';
  partition: number;
  offset: number;
  text: string;
  time: number;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A member of the group in a process of its own. */
class Member {
  readonly happenings: Happening[] = [];
  private readonly process: ChildProcessByStdio<Writable, Readable, null>;
  private readonly exited: Promise<unknown>;

  constructor(topic: string) {
    const program = fileURLToPath(new URL('kafka-member.testing.mjs', import.meta.url));
    this.process = spawn(process.execPath, ['--conditions=source', program, topic, String(PARTITIONS), GROUP], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.exited = new Promise((resolve) => this.process.once('exit', resolve));
    createInterface(this.process.stdout).on('line', (line) => {
      this.happenings.push({ ...(JSON.parse(line) as Happening), time: Date.now() });
    });
  }

  async joined(): Promise<this> {
    await eventually(() => this.process.exitCode !== null || this.happenings.some(({ kind }) => kind === 'joined'));
    expect(this.process.exitCode).toBeNull();
    return this;
  }

  get owned(): number[] {
    const owned = new Set<number>();
    for (const { kind, partition } of this.happenings) {
      if (kind === 'assign') owned.add(partition);
      if (kind === 'revoke') owned.delete(partition);
    }
    return [...owned].sort();
  }

  get records(): Happening[] {
    return this.happenings.filter(({ kind }) => kind === 'record');
  }

  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    this.process.kill(signal);
  }

  async close(): Promise<void> {
    this.process.stdin.end();
    await this.exited;
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.exited;
  }
}

/** Appends numbers to all partitions until it is told to stop. */
class Traffic {
  readonly acknowledged: { partition: number; offset: number; text: string }[] = [];
  rejected = 0;
  private stopped = false;
  private readonly running: Promise<unknown>;

  constructor(private readonly log: KafkaEventLog) {
    this.running = Promise.all(Array.from({ length: PARTITIONS }, (_, partition) => this.appendTo(partition)));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async appendTo(partition: number): Promise<void> {
    for (let i = 0; !this.stopped; i++) {
      const text = String(i);
      try {
        const { offset } = await this.log.append(partition, Buffer.from(text));
        this.acknowledged.push({ partition, offset, text });
      } catch {
        this.rejected++;
        await pause(50);
      }
      await pause(5);
    }
  }
}

const keyOf = ({ partition, offset, text }: { partition: number; offset: number; text: string }): string =>
  `${String(partition)}/${String(offset)}/${text}`;

/** Of any partition, in milliseconds; told, not required: it depends on the machine. */
function tellLongestSilence(records: readonly Happening[], after: string): void {
  const silences = Array.from({ length: PARTITIONS }, (_, partition) => {
    const times = records.filter((record) => record.partition === partition).map(({ time }) => time);
    times.sort((a, b) => a - b);
    return Math.max(0, ...times.slice(1).map((time, index) => time - (times[index] ?? time)));
  });
  console.info(`longest silence of a partition after a member was ${after}: ${String(Math.max(...silences))} ms`);
}

describe('members of a group on Kafka', () => {
  let log: KafkaEventLog;
  let topic: string;
  let members: Member[] = [];

  const join = async (): Promise<Member> => {
    const member = new Member(topic);
    members.push(member);
    return member.joined();
  };
  const shared = (): Promise<boolean> => eventually(() => members.every(({ owned }) => owned.length === PARTITIONS / members.length));
  const read = (): Happening[] => members.flatMap(({ records }) => records);
  const caughtUp = (traffic: Traffic): Promise<boolean> => {
    return eventually(() => {
      const seen = new Set(read().map(keyOf));
      return traffic.acknowledged.every((record) => seen.has(keyOf(record)));
    });
  };
  /** Within one owner nothing comes twice or out of order. */
  const expectOrder = (): void => {
    for (const { happenings } of members) {
      const last = new Map<number, number>();
      for (const { kind, partition, offset } of happenings) {
        if (kind === 'assign') last.delete(partition);
        if (kind !== 'record') continue;
        expect(offset).toBeGreaterThan(last.get(partition) ?? -1);
        last.set(partition, offset);
      }
    }
  };

  beforeEach(async () => {
    topic = `test-${randomUUID()}`;
    members = [];
    log = await KafkaEventLog.open({ brokers, topic, partitions: PARTITIONS });
  });
  afterEach(async () => {
    await Promise.all(members.map((member) => member.kill()));
    await log.close();
  });

  it('share the partitions, and one that closes hands over without a gap and without a double', async () => {
    const stays = await join();
    await shared();
    expect(stays.owned).toEqual([0, 1, 2, 3]);
    const leaves = await join();
    await shared();
    const traffic = new Traffic(log);
    await pause(1_000);
    await leaves.close();
    await eventually(() => stays.owned.length === PARTITIONS);
    await pause(500);
    await traffic.stop();
    await caughtUp(traffic);
    expectOrder();
    const keys = read().map(keyOf);
    expect(keys).toHaveLength(new Set(keys).size);
    tellLongestSilence(read(), 'closed');
  });

  it('follow one that is killed, from what it had committed', async () => {
    const stays = await join();
    const dies = await join();
    await shared();
    const traffic = new Traffic(log);
    await pause(1_000);
    const lost = dies.owned;
    await dies.kill();
    await eventually(() => stays.owned.length === PARTITIONS);
    await eventually(() => stays.records.some(({ partition }) => lost.includes(partition)));
    await traffic.stop();
    await caughtUp(traffic);
    expectOrder();
    tellLongestSilence(read(), 'killed');
  });

  it('hear nothing more from one that was stopped and goes on, until it owns something again', async () => {
    await join();
    const stopped = await join();
    await shared();
    const traffic = new Traffic(log);
    await pause(1_000);
    stopped.signal('SIGSTOP');
    await eventually(() => members[0]!.owned.length === PARTITIONS);
    await pause(500);
    const before = stopped.happenings.length;
    stopped.signal('SIGCONT');
    await eventually(() => stopped.happenings.slice(before).some(({ kind }) => kind === 'assign'));
    await pause(500);
    await traffic.stop();
    await caughtUp(traffic);
    expectOrder();
    tellLongestSilence(read(), 'stopped');
    const woken = stopped.happenings.slice(before).map(({ kind }) => kind);
    expect(woken.slice(0, 2)).toEqual(['revoke', 'revoke']);
    expect(woken.indexOf('record')).toBeGreaterThan(woken.indexOf('assign'));
  });

  it('read everything that was acknowledged, at its offset, when the broker is killed under appends', async () => {
    await join();
    await join();
    await shared();
    const traffic = new Traffic(log);
    await pause(1_000);
    await crash('kafka');
    await pause(200);
    await start('kafka');
    const { length } = traffic.acknowledged;
    await eventually(() => traffic.acknowledged.length > length + 200);
    await traffic.stop();
    await caughtUp(traffic);
    expectOrder();
    expect(traffic.rejected).toBeGreaterThan(0);
    const texts = new Map<string, string>();
    for (const { partition, offset, text } of [...read(), ...traffic.acknowledged]) {
      const place = `${String(partition)}/${String(offset)}`;
      expect(texts.get(place) ?? text).toBe(text);
      texts.set(place, text);
    }
  });
});
