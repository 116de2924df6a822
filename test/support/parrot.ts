import { setTimeout as sleep } from 'node:timers/promises';
import { messageId } from '../../libs/client/src/message-id.js';
import type { ServerFrame } from '#protocol';
import type { Account, Api } from './api.js';
import { Device } from './device.js';
import { eventually } from './eventually.js';
import type { Wire } from './wire.js';

type FrameOf<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>;

/** Messages that leave in one go. */
const BURST = 4;
/** The server answers a send whose fate it does not know with nothing at all. */
const ANSWER_MS = 8_000;
const PATIENCE_MS = 60_000;

interface Saying {
  id: string;
  acks: FrameOf<'ack'>[];
  sentOn?: Wire | undefined;
  at: number;
}

/**
 * Somebody who writes to one other without the SDK, in bursts. What has no answer is repeated on the next socket, and behind what it followed;
 * what was acknowledged, even long ago, is now and then said again.
 */
export class Parrot {
  readonly refusals: FrameOf<'error'>[] = [];
  private readonly byId = new Map<string, Saying>();
  private readonly open = new Set<Saying>();
  private isOver = false;
  private talking: Promise<void> = Promise.resolve();
  private device!: Device;

  private constructor(
    readonly api: Api,
    readonly account: Account,
    readonly partner: Account,
  ) {}

  static async of(api: Api, account: Account, partner: Account): Promise<Parrot> {
    const parrot = new Parrot(api, account, partner);
    parrot.device = await Device.of(api, account, { onFrame: (frame) => parrot.hear(frame) });
    return parrot;
  }

  /** In the order in which they were said first. */
  get sayings(): readonly Saying[] {
    return [...this.byId.values()];
  }

  talk(pauseMs: number): void {
    this.talking = this.chatter(pauseMs);
  }

  /** Says nothing new, and resolves when everything is acknowledged. */
  async settle(): Promise<void> {
    this.isOver = true;
    await this.talking;
    await eventually(
      () => {
        this.repeatOpen();
        return this.open.size;
      },
      (count) => count === 0,
      PATIENCE_MS,
    );
  }

  async close(): Promise<void> {
    this.isOver = true;
    await this.device.close();
  }

  private async chatter(pauseMs: number): Promise<void> {
    while (!this.isOver) {
      this.repeatOpen();
      this.repeatOld();
      for (let n = 0; n < BURST; n++) this.say({ id: messageId(Date.now()), acks: [], at: 0 });
      await sleep(Math.random() * 2 * pauseMs);
    }
  }

  private say(saying: Saying): void {
    const wire = this.device.ready;
    if (wire === undefined) return;
    this.byId.set(saying.id, saying);
    this.open.add(saying);
    Object.assign(saying, { sentOn: wire, at: Date.now() });
    this.send(saying, wire, this.before(saying));
  }

  /** The last one before it that has no acknowledgement: order hangs on it. */
  private before(saying: Saying): string | undefined {
    const open = [...this.open];
    return open[open.indexOf(saying) - 1]?.id;
  }

  private repeatOpen(): void {
    const wire = this.device.ready;
    const isDue = ({ sentOn, at }: Saying): boolean => sentOn !== wire || Date.now() - at > ANSWER_MS;
    for (const saying of [...this.open].filter(isDue)) this.say(saying);
  }

  /** One of the latest, and one of any age. */
  private repeatOld(): void {
    const { sayings } = this;
    const wire = this.device.ready;
    for (const among of [sayings.slice(-20), sayings]) {
      const saying = among[Math.floor(Math.random() * among.length)];
      if (wire !== undefined && saying !== undefined && saying.acks.length > 0) this.send(saying, wire);
    }
  }

  private send({ id }: Saying, wire: Wire, after?: string): void {
    wire.send({ type: 'send', id, to: { user: this.partner.id }, body: id, ...(after !== undefined && { after }) });
  }

  private hear(frame: ServerFrame): void {
    if (frame.type !== 'ack' && frame.type !== 'error') return;
    const saying = this.byId.get(frame.id ?? '');
    if (frame.type === 'error') {
      this.refusals.push(frame);
      if (saying !== undefined) saying.sentOn = undefined;
    } else if (saying !== undefined) {
      saying.acks.push(frame);
      this.open.delete(saying);
    }
  }
}
