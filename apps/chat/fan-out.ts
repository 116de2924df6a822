import type { Delivery } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';
import type { Connection } from './connection.js';
import type { Connections } from './connections.js';
import { eventFrameOf } from './event-frame.js';
import type { Readers, Rooms } from './rooms.js';
import { textFrames } from './text-frames.js';

/** After so many sockets others have their turn: to write to 10,000 takes about 200 ms, in which the node would do nothing else. */
const SLICE = 1_000;

/** An event of a group, serialised once. */
interface Event {
  delivery: Delivery;
  text: string;
}

/**
 * Writes what happens in groups: everything that one batch has for a group is one buffer, made once and written to each of its sockets.
 * Only sockets that must not get all of it (the sender's own, one that may read from later on, one that is still being brought up to
 * date) are written to one by one.
 */
export class FanOut {
  private waiting = new Map<string, Delivery[]>();
  private readonly writing = new Map<string, Promise<void>>();

  constructor(
    private readonly rooms: Rooms,
    private readonly connections: Connections,
    /** Writes the answer that a delivery holds for its session. */
    private readonly answer: (delivery: Delivery) => void,
  ) {}

  add(conversation: string, delivery: Delivery): void {
    const deliveries = this.waiting.get(conversation);
    if (deliveries === undefined) this.waiting.set(conversation, [delivery]);
    else deliveries.push(delivery);
  }

  /** Writes everything that was added. */
  async flush(): Promise<void> {
    const { waiting } = this;
    this.waiting = new Map();
    await Promise.all([...waiting].map(([conversation, deliveries]) => this.writeInTurn(conversation, deliveries)));
  }

  /** What came before for the conversation may still be on its way to some of its sockets. */
  private async writeInTurn(conversation: string, deliveries: readonly Delivery[]): Promise<void> {
    const write = (): Promise<void> => this.write(conversation, deliveries);
    const turn = this.writing.get(conversation)?.then(write, write) ?? write();
    this.writing.set(conversation, turn);
    try {
      await turn;
    } finally {
      if (this.writing.get(conversation) === turn) this.writing.delete(conversation);
    }
  }

  /** A change of memberships parts what its new readers get from what they do not. */
  private async write(conversation: string, deliveries: readonly Delivery[]): Promise<void> {
    let run: Delivery[] = [];
    for (const delivery of deliveries) {
      if (delivery.memberships.length > 0) {
        await this.writeRun(conversation, run);
        run = [];
        await this.writeChange(conversation, delivery);
      } else run.push(delivery);
    }
    await this.writeRun(conversation, run);
  }

  /** Who comes reads this entry already, who goes reads it still. */
  private async writeChange(conversation: string, delivery: Delivery): Promise<void> {
    const seq = delivery.entry?.seq ?? 0;
    const [coming, going] = [delivery.memberships.filter(({ from }) => from > 0), delivery.memberships.filter(({ from }) => from === 0)];
    for (const membership of coming) this.rooms.change(conversation, membership, seq);
    await this.writeRun(conversation, [delivery]);
    for (const membership of going) this.rooms.change(conversation, membership, seq);
  }

  private async writeRun(conversation: string, run: readonly Delivery[]): Promise<void> {
    if (run.length === 0) return;
    const readers = this.rooms.readersOf(conversation);
    if (readers.size === 0) this.rooms.unwanted(conversation);
    else await this.writeTo(conversation, readers, run);
    for (const delivery of run) {
      const sender = this.connections.get(delivery.session);
      if (sender !== undefined && !readers.has(sender)) this.answer(delivery);
    }
  }

  private async writeTo(conversation: string, readers: Readers, run: readonly Delivery[]): Promise<void> {
    const events = run.map((delivery) => ({ delivery, text: JSON.stringify(eventFrameOf(delivery)) }));
    const first = run.find(({ entry }) => entry !== undefined)?.entry?.seq ?? Number.MAX_SAFE_INTEGER;
    const typists = new Set(run.flatMap(({ typing }) => typing?.user ?? []));
    const senders = this.sendersAmong(readers, run);
    // They wait for their acks.
    for (const sender of senders) for (const event of events) this.writeOne(sender, readers.get(sender) ?? 1, event);
    let buffer: Buffer | undefined;
    let written = 0;
    for (const [connection, from] of readers) {
      if (senders.has(connection)) continue;
      const alike = from <= first && !connection.choosesIn(conversation) && !typists.has(connection.user);
      if (alike) connection.sendShared((buffer ??= textFrames(events.map(({ text }) => text))));
      else for (const event of events) this.writeOne(connection, from, event);
      if (++written % SLICE === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private sendersAmong(readers: Readers, run: readonly Delivery[]): ReadonlySet<Connection> {
    const senders = run.map(({ session }) => this.connections.get(session));
    return new Set(senders.filter((sender) => sender !== undefined && readers.has(sender)) as Connection[]);
  }

  private writeOne(connection: Connection, from: number, { delivery, text }: Event): void {
    const { session, entry, typing } = delivery;
    if (connection.session === session) this.answer(delivery);
    else if (entry !== undefined) {
      if (entry.seq >= from) connection.sendEntry(entry, text);
    } else if (typing?.user !== connection.user) connection.sendText(text);
  }
}
