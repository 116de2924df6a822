import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { DeliverRequest } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import { startTestPostgres, type TestPostgres } from '../postgres/testing.js';
import { eventually } from '../../test/support/eventually.js';
import { TestOwner, uuidV7, type Fault } from './testing.js';

const CONVERSATIONS = ['ann+bob', 'ann+cem', 'bob+cem'];
const NODES = ['x', 'y'];
const PATIENCE = { unlistedMs: 60, listedMs: 150 };

type Step =
  | { kind: 'send'; conversation: number }
  | { kind: 'wait' }
  | { kind: 'change owner'; paused: boolean }
  | { kind: 'away'; node: number; listed: boolean }
  | { kind: 'back'; node: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('send' as const), conversation: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'wait' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('change owner' as const), paused: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('away' as const), node: fc.nat(1), listed: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('back' as const), node: fc.nat(1) }) },
);

/**
 * A chat node as sequencers see it: it drops repeats, and when it has missed something, its sockets catch up with what the log holds.
 * Whatever else is lacking is a hole.
 */
class Node {
  away = false;
  /** Its last delivery failed; whoever made it may have given it up, and may die before he says so. */
  troubled = false;
  /** Who is to tell it that it has missed something is gone: it has stood still, and begins anew by itself. */
  stood = false;
  readonly holes: string[] = [];
  private readonly seqs = new Map<string, number>();

  constructor(
    private readonly appended: ReadonlyMap<string, number>,
    private readonly faults: () => Fault,
  ) {}

  deliver({ deliveries, missed }: DeliverRequest): Promise<void> {
    const fault = this.faults();
    if (this.away || fault === 'before') return this.fail();
    if (missed) this.catchUp();
    for (const { entry } of deliveries) if (entry !== undefined) this.write(entry.conversation, entry.seq);
    if (fault === 'after') return this.fail();
    this.troubled = false;
    return Promise.resolve();
  }

  catchUp(): void {
    for (const [conversation, seq] of this.appended) this.seqs.set(conversation, Math.max(seq, this.reached(conversation)));
  }

  reached(conversation: string): number {
    return this.seqs.get(conversation) ?? 0;
  }

  private fail(): Promise<never> {
    this.troubled = true;
    return Promise.reject(new Error('no answer'));
  }

  private write(conversation: string, seq: number): void {
    const last = this.reached(conversation);
    if (seq > last + 1) this.holes.push(`${conversation} ${String(last)}–${String(seq)}`);
    this.seqs.set(conversation, Math.max(seq, last));
  }
}

/** Owners and nodes come and go; the log and the history stay. */
class Play {
  readonly appended = new Map<string, number>();
  readonly nodes: readonly Node[];
  private readonly listed = new Set(NODES);
  private readonly former: TestOwner[] = [];
  private readonly releases: (() => void)[] = [];
  private owner!: TestOwner;
  private sent = 0;

  constructor(
    private readonly open: () => Promise<TestOwner>,
    faults: () => Fault,
  ) {
    this.nodes = NODES.map(() => new Node(this.appended, faults));
  }

  async run(steps: readonly Step[]): Promise<void> {
    await this.install();
    for (const item of steps) await this.play(item);
    for (const node of this.nodes.keys()) this.back(node);
    await Promise.all(CONVERSATIONS.map((_, conversation) => this.send(conversation)));
  }

  /** Whether every node has everything, sooner or later. */
  async delivered(): Promise<boolean> {
    const complete = (): boolean =>
      this.nodes.every((node) => [...this.appended].every(([conversation, seq]) => node.reached(conversation) >= seq));
    return eventually(complete).catch(() => false);
  }

  async end(): Promise<void> {
    for (const release of this.releases) release();
    await Promise.all([this.owner, ...this.former].map((owner) => owner.close()));
  }

  private async play(item: Step): Promise<void> {
    switch (item.kind) {
      case 'send':
        await this.send(item.conversation);
        return;
      case 'wait':
        await pause(60);
        return;
      case 'change owner':
        await this.changeOwner(item.paused);
        return;
      case 'away':
        this.leave(item.node, item.listed);
        return;
      case 'back':
        this.back(item.node);
    }
  }

  private async send(index: number): Promise<void> {
    const conversation = CONVERSATIONS[index] ?? '';
    const id = uuidV7(Date.now(), this.sent++);
    const from = conversation.split('+')[0] ?? '';
    await new Promise<void>((resolve) => this.owner.appender.append({ conversation, from, id, send: { body: id, mentions: [] } }, resolve));
    this.appended.set(conversation, (this.appended.get(conversation) ?? 0) + 1);
  }

  private async changeOwner(paused: boolean): Promise<void> {
    if (paused) this.owner.history.gate = new Promise((resolve) => this.releases.push(resolve));
    await this.owner.crash();
    this.former.push(this.owner);
    for (const node of this.nodes) {
      if (node.away) node.stood = true;
      else if (node.troubled) node.catchUp();
    }
    await this.install();
  }

  private leave(index: number, listed: boolean): void {
    const node = this.nodes[index];
    if (node !== undefined) node.away = true;
    if (!listed) this.listed.delete(NODES[index] ?? '');
    this.list();
  }

  private back(index: number): void {
    const node = this.nodes[index];
    if (node?.stood === true) node.catchUp();
    if (node !== undefined) [node.away, node.stood] = [false, false];
    this.listed.add(NODES[index] ?? '');
    this.list();
  }

  private async install(): Promise<void> {
    this.owner = await this.open();
    for (const [index, name] of NODES.entries()) {
      this.owner.suite.nodes.put(name, (batch) => this.nodes[index]?.deliver(batch) ?? Promise.reject(new Error('nobody')));
    }
    this.list();
    await this.owner.sequencer.start();
  }

  private list(): void {
    this.owner.suite.list('chat', ...this.listed);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('delivery', () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startTestPostgres();
  });
  afterAll(() => server.stop());

  it('leaves no node with a hole that it does not know of, whoever fails and whoever owns the partitions', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 10, maxLength: 40 }),
        fc.infiniteStream(fc.constantFrom<Fault>('none', 'none', 'none', 'before', 'after')),
        async (steps, faults) => {
          const name = { url: server.url, topic: randomUUID(), schema: `h${randomUUID().slice(0, 8)}`, nodes: NODES, patience: PATIENCE };
          const play = new Play(
            () => TestOwner.open(name),
            () => faults.next().value as Fault,
          );
          await play.run(steps);
          expect(await play.delivered()).toBe(true);
          expect(play.nodes.flatMap(({ holes }) => holes)).toEqual([]);
          await play.end();
        },
      ),
      { numRuns: 15, endOnFailure: true },
    );
  }, 240_000);
});
