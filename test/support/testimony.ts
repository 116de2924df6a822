import type { ServerFrame } from '#protocol';
import type { Device } from './device.js';
import type { Wire } from './wire.js';

/** How far one conversation was told. */
interface Told {
  seq: number;
  /** What lies before is known to exist only: a live entry may come from there, and the next ones behind it. */
  isHead: boolean;
}

/**
 * What one device was told of each conversation, and where the server broke its word: on a socket that is `ready` each entry is the next one,
 * and by `ready` nothing is missing that came before. The SDK would fetch what is missing and drop what comes twice.
 */
export class Testimony {
  readonly faults: string[] = [];
  readonly told = new Map<string, Told>();

  constructor(device: Pick<Device, 'account' | 'sockets'>) {
    for (const [n, wire] of device.sockets.entries()) this.hear(wire, `${device.account.username}, socket ${String(n + 1)}`);
  }

  private hear({ frames }: Wire, who: string): void {
    const readyAt = frames.findIndex(({ type }) => type === 'ready');
    // What came before the end of a socket that was never ready comes again.
    if (readyAt < 0) return;
    this.missed(frames.slice(0, readyAt), who);
    for (const frame of frames.slice(readyAt)) if (frame.type === 'entry') this.live(frame, who);
  }

  /** Before `ready` entries may come twice and, those that are live already, too early. */
  private missed(frames: readonly ServerFrame[], who: string): void {
    for (const frame of frames) {
      if (frame.type !== 'changes') continue;
      for (const { conversation, head } of frame.conversations) this.told.set(conversation, { seq: head, isHead: true });
    }
    const entries = frames.filter((frame) => frame.type === 'entry').sort((a, b) => a.seq - b.seq);
    for (const { conversation, seq } of entries) {
      const told = this.told.get(conversation);
      if (told !== undefined && seq <= told.seq) continue;
      this.require({ conversation, seq }, who);
    }
  }

  private live({ conversation, seq }: { conversation: string; seq: number }, who: string): void {
    const told = this.told.get(conversation);
    if (told !== undefined && seq <= told.seq && !told.isHead) this.faults.push(`${who}: ${conversation} ${String(seq)} twice`);
    else this.require({ conversation, seq }, who);
  }

  private require({ conversation, seq }: { conversation: string; seq: number }, who: string): void {
    const told = this.told.get(conversation);
    if (told !== undefined && seq > told.seq + 1)
      this.faults.push(`${who}: ${conversation} goes on at ${String(seq)} after ${String(told.seq)}`);
    this.told.set(conversation, { seq, isHead: false });
  }
}
