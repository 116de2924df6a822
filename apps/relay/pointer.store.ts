import type { Pool } from 'pg';
import type { Pointer } from '#contracts/gen/parley/relay/internal/v1/relay_internal.js';
import type { Behind } from '#contracts/gen/parley/relay/v1/relay.js';
import { ParleyError } from '#errors';
import type { Migration } from '#postgres';

/**
 * One row per user and conversation, for ever: a settled row that was deleted would come back as "behind" when an older head
 * arrives late, for example in a replay of the log. Head and received are not indexed, so that moving them stays inside the
 * page (`fillfactor`); a user's conversations are read by primary key.
 */
export const RELAY_MIGRATIONS: readonly Migration[] = [
  {
    name: '0001-pointers',
    sql: `CREATE TABLE relay.pointers (
      user_id text COLLATE "C" NOT NULL,
      conversation text COLLATE "C" NOT NULL,
      head bigint NOT NULL,
      received bigint NOT NULL,
      PRIMARY KEY (user_id, conversation)
    ) WITH (fillfactor = 70)`,
  },
];

/** Sorted, so that two instances that move the same rows lock them in one order. */
const ADVANCE = `
  INSERT INTO pointers AS known (user_id, conversation, head, received)
  SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) AS moved (user_id, conversation, head, received)
  ORDER BY user_id COLLATE "C", conversation COLLATE "C"
  ON CONFLICT (user_id, conversation) DO UPDATE
  SET head = greatest(known.head, excluded.head), received = greatest(known.received, excluded.received)
  WHERE excluded.head > known.head OR excluded.received > known.received`;

const BEHIND = `
  SELECT conversation, head::float8 AS head, received::float8 AS received FROM pointers
  WHERE user_id = $1 AND conversation > $2 AND head > received
  ORDER BY conversation LIMIT $3`;

/** Pointers that wait for the statement in flight; beyond, callers are told to slow down. */
const MAX_WAITING = 200_000;

/** The pointers of the next statement, merged; who asked for them waits for one outcome. */
class Batch {
  readonly pointers = new Map<string, Pointer>();
  readonly written: Promise<void>;
  settle: (outcome: Promise<void>) => void = () => undefined;

  constructor() {
    this.written = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  add(pointer: Pointer): void {
    const key = `${pointer.user}\n${pointer.conversation}`;
    const known = this.pointers.get(key);
    if (known === undefined) this.pointers.set(key, { ...pointer });
    else {
      known.head = Math.max(known.head, pointer.head);
      known.received = Math.max(known.received, pointer.received);
    }
  }
}

/** How far conversations reach for users and how far these have received them, in Postgres. */
export class PointerStore {
  private waiting: Batch | undefined;
  private writing = false;

  constructor(private readonly pool: Pool) {}

  /**
   * Moves pointers forward; durable when it resolves. Calls that come while a statement is in flight share the next one.
   * Rejects with `overloaded` when too much waits; on any other error the outcome is unknown.
   */
  advance(pointers: readonly Pointer[]): Promise<void> {
    if (pointers.length === 0) return Promise.resolve();
    const batch = (this.waiting ??= new Batch());
    if (batch.pointers.size > MAX_WAITING) return Promise.reject(overloaded());
    for (const pointer of pointers) batch.add(pointer);
    if (!this.writing) void this.writeWaiting();
    return batch.written;
  }

  /** The first conversations after `after` in which the user is behind, in the order of their ids. */
  async listBehind(user: string, { after, limit }: { after: string; limit: number }): Promise<Behind[]> {
    return (await this.pool.query<Behind>(BEHIND, [user, after, limit])).rows;
  }

  private async writeWaiting(): Promise<void> {
    this.writing = true;
    for (let batch = this.takeWaiting(); batch !== undefined; batch = this.takeWaiting()) {
      batch.settle(this.write([...batch.pointers.values()]));
      // Whoever asked for the batch hears of its failure; the next one is tried all the same.
      await batch.written.catch(() => undefined);
    }
    this.writing = false;
  }

  private takeWaiting(): Batch | undefined {
    const batch = this.waiting;
    this.waiting = undefined;
    return batch;
  }

  private async write(pointers: readonly Pointer[]): Promise<void> {
    await this.pool.query({
      name: 'relay.advance',
      text: ADVANCE,
      values: [
        pointers.map(({ user }) => user),
        pointers.map(({ conversation }) => conversation),
        pointers.map(({ head }) => head),
        pointers.map(({ received }) => received),
      ],
    });
  }
}

function overloaded(): ParleyError {
  return new ParleyError('overloaded', 'The relay cannot keep up.', { retryAfterMs: 500 });
}
