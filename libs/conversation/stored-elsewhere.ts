import type { AwaitStoredRequest, AwaitStoredResponse } from '#contracts/gen/parley/conversation/internal/v1/message_path.js';
import type { EventLog } from '#event-log';
import type { History } from '#history';

/** Asks one instance what of the log is stored, as far as it knows. */
export type AwaitStored = (request: AwaitStoredRequest) => Promise<AwaitStoredResponse>;

export interface StoredElsewhereOptions {
  /** The other instances of the service. */
  peers: () => readonly AwaitStored[];
  log: Pick<EventLog, 'epoch'>;
  history: Pick<History, 'committed'>;
}

interface Question {
  partition: number;
  end: number;
  resolve: (stored: boolean) => void;
}

/** How long an instance may wait for its own History before it answers, in milliseconds. */
const WAIT_MS = 400;

/**
 * Knows how far History has come in partitions that other instances own. What is asked in one tick is asked together, of all of them. An
 * instance that has been replaced without knowing it may answer too: what it calls stored is stored.
 */
export class StoredElsewhere {
  /** Up to where each partition is known to be stored; it never falls back. */
  private readonly known: number[] = [];
  private questions: Question[] = [];

  constructor(private readonly options: StoredElsewhereOptions) {}

  /** Whether everything below `end` is stored, as far as anybody could tell within about half a second. */
  reached(partition: number, end: number): Promise<boolean> {
    if (this.knows(partition, end)) return Promise.resolve(true);
    return new Promise((resolve) => {
      if (this.questions.length === 0) setImmediate(() => void this.ask());
      this.questions.push({ partition, end, resolve });
    });
  }

  private async ask(): Promise<void> {
    const { questions } = this;
    this.questions = [];
    const ends = endsOf(questions);
    await Promise.all(this.options.peers().map((peer) => this.askPeer(peer, ends, questions)));
    const open = new Set(questions.filter(({ partition, end }) => !this.knows(partition, end)).map(({ partition }) => partition));
    await Promise.all([...open].map((partition) => this.readCommitted(partition)));
    for (const { partition, end, resolve } of questions) resolve(this.knows(partition, end));
  }

  /** A peer that does not answer knows nothing; another one may own its partitions by now. */
  private async askPeer(peer: AwaitStored, ends: readonly number[], questions: readonly Question[]): Promise<void> {
    const { partitions } = await peer({ ends: [...ends], waitMs: WAIT_MS }).catch(() => ({ partitions: [] }));
    for (const partition of partitions) this.learn(partition, ends[partition] ?? 0);
    for (const { partition, end, resolve } of questions) if (this.knows(partition, end)) resolve(true);
  }

  /** Nothing is committed that is not stored. */
  private async readCommitted(partition: number): Promise<void> {
    const { log, history } = this.options;
    const committed = await history.committed(partition).catch(() => undefined);
    if (committed?.epoch === log.epoch) this.learn(partition, committed.offset);
  }

  private learn(partition: number, end: number): void {
    this.known[partition] = Math.max(this.known[partition] ?? 0, end);
  }

  private knows(partition: number, end: number): boolean {
    return (this.known[partition] ?? 0) >= end;
  }
}

/** The furthest end of each partition that is asked about; 0 where nothing is. */
function endsOf(questions: readonly Question[]): number[] {
  const ends: number[] = [];
  for (const { partition, end } of questions) {
    while (ends.length <= partition) ends.push(0);
    ends[partition] = Math.max(ends[partition] ?? 0, end);
  }
  return ends;
}
