import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerFrame } from '#protocol';
import type { Account, Api } from './api.js';
import { eventually } from './eventually.js';
import { socketUrl, Wire } from './wire.js';

/** Between the end of a socket and the next one. */
const PAUSE_MS = 100;
const FOR_EVER_MS = 2 ** 31 - 1;

export interface DeviceOptions {
  /** After so long it gives a socket up by itself, so that its `since` is never much older. */
  socketMs?: number;
  onFrame?: (frame: ServerFrame) => void;
}

/** A device without the SDK: it connects again whenever its socket ends, with the `since` of its last `ready`, and keeps all that it was told. */
export class Device {
  readonly sockets: Wire[] = [];
  private isOver = false;
  private running: Promise<void> = Promise.resolve();

  private constructor(
    private readonly api: Api,
    readonly account: Account,
    private readonly options: DeviceOptions,
  ) {}

  /** Resolves when it is ready for the first time. */
  static async of(api: Api, account: Account, options: DeviceOptions = {}): Promise<Device> {
    const device = new Device(api, account, options);
    device.running = device.stayConnected();
    await eventually(() => device.ready !== undefined);
    return device;
  }

  /** Its socket, once that has heard `ready`, and until it closes. */
  get ready(): Wire | undefined {
    const last = this.sockets.at(-1);
    return last !== undefined && last.isOpen && last.since !== '' ? last : undefined;
  }

  async close(): Promise<void> {
    this.isOver = true;
    this.sockets.at(-1)?.socket.terminate();
    await this.running;
  }

  private get since(): string | undefined {
    return this.sockets.findLast(({ since }) => since !== '')?.since;
  }

  private async stayConnected(): Promise<void> {
    while (!this.isOver) {
      const url = await socketUrl(this.api, this.account, this.since).catch(() => undefined);
      if (url !== undefined && !this.isEnded()) await this.live(Wire.to(url));
      await sleep(PAUSE_MS);
    }
  }

  private isEnded(): boolean {
    return this.isOver;
  }

  private async live(wire: Wire): Promise<void> {
    const { socketMs = FOR_EVER_MS, onFrame = () => undefined } = this.options;
    this.sockets.push(wire);
    wire.socket.on('message', () => onFrame(wire.frames.at(-1)!));
    await Promise.race([wire.closed, sleep(socketMs, undefined, { ref: false })]);
    wire.socket.terminate();
    await wire.closed;
  }
}
