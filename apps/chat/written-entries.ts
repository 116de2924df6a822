import { HighWaterMarks } from '#runtime';

/** Conversations of which is remembered how far they were written: of about 150 bytes each. */
const REMEMBERED = 50_000;

/**
 * How far each conversation was written to the sockets of this node. A sequencer that takes a partition over delivers anew what its
 * predecessor had not committed, and a predecessor that wakes up delivers what it had in hand: whoever is connected has got it, or
 * came later and has got it while being brought up to date.
 */
export class WrittenEntries {
  private readonly written = new HighWaterMarks(REMEMBERED);

  /** Whether the entry was not written before; from now on it was. */
  take({ conversation, seq }: { conversation: string; seq: number }): boolean {
    return this.written.raise(conversation, seq);
  }

  /** Whether the conversation is known to have come so far: no client need be believed that it has. */
  reach(conversation: string, seq: number): boolean {
    return this.written.reaches(conversation, seq);
  }
}
