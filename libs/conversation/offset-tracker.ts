/** The unfinished consequences of one record. */
export interface OffsetTicket {
  /** One more consequence that has to finish. */
  hold(): void;
  /** One consequence is finished. */
  release(): void;
}

interface Waiter {
  offset: number;
  end: (passed: boolean) => void;
}

class Ticket implements OffsetTicket {
  pending = 1;

  constructor(
    readonly offset: number,
    private readonly settled: () => void,
  ) {}

  hold(): void {
    this.pending++;
  }

  release(): void {
    this.pending--;
    if (this.pending === 0) this.settled();
  }
}

/** Knows below which offset every consequence of every record is finished. Records are opened in order. */
export class OffsetTracker {
  private open: Ticket[] = [];
  private first = 0;
  private done: number;
  private readonly waiters = new Set<Waiter>();

  constructor(start: number) {
    this.done = start;
  }

  /** Everything below this offset is finished. */
  get offset(): number {
    return this.done;
  }

  /** A record begins; its ticket has one hold, which the caller releases when it has said what follows from the record. */
  begin(offset: number): OffsetTicket {
    const ticket = new Ticket(offset, () => {
      this.advance();
    });
    this.open.push(ticket);
    return ticket;
  }

  /** Resolves when everything below `offset` is finished (true), or when nobody is to wait any longer (false). */
  passed(offset: number, waitMs: number): Promise<boolean> {
    if (this.done >= offset) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => waiter.end(false), waitMs);
      const waiter: Waiter = {
        offset,
        end: (passed) => {
          clearTimeout(timer);
          this.waiters.delete(waiter);
          resolve(passed);
        },
      };
      this.waiters.add(waiter);
    });
  }

  /** Nothing more will be finished here. */
  abandon(): void {
    for (const waiter of [...this.waiters]) waiter.end(false);
  }

  private advance(): void {
    let ticket = this.open[this.first];
    while (ticket?.pending === 0) {
      this.done = ticket.offset + 1;
      this.first++;
      ticket = this.open[this.first];
    }
    if (this.first > 1_000 || this.first === this.open.length) {
      this.open = this.open.slice(this.first);
      this.first = 0;
    }
    if (this.waiters.size > 0) this.wake();
  }

  private wake(): void {
    for (const waiter of [...this.waiters]) if (waiter.offset <= this.done) waiter.end(true);
  }
}
