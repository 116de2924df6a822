import { In, type Repository } from 'typeorm';
import type { LastSeenEntity } from './last-seen.entity.js';

export interface Sighting {
  seenAt: number;
  /** Whether the user still was online then. */
  online: boolean;
}

/** Rows of one statement. */
const MAX_ROWS = 5_000;

const SAVE = `
  INSERT INTO users AS known (user_id, seen_at, online)
  SELECT * FROM unnest($1::text[], $2::bigint[], $3::boolean[])
  ON CONFLICT (user_id) DO UPDATE SET seen_at = greatest(known.seen_at, excluded.seen_at), online = excluded.online`;

/**
 * When users were last online, in Postgres. What is saved is visible here at once and stored soon after: a crash may lose the
 * last moments, a database that is away loses nothing, because the newest sighting of each user waits for it.
 */
export class LastSeenStore {
  private waiting = new Map<string, Sighting>();
  private inFlight: ReadonlyMap<string, Sighting> = new Map();
  private writing: Promise<void> | undefined;

  constructor(private readonly users: Repository<LastSeenEntity>) {}

  /** `seenAt` only ever moves forward. */
  save(user: string, sighting: Sighting): void {
    this.waiting.set(user, sighting);
  }

  /** Stores what waits. Rejects if that failed; then it waits again. */
  flush(): Promise<void> {
    this.writing ??= this.writeWaiting().finally(() => {
      this.writing = undefined;
    });
    return this.writing;
  }

  /**
   * When those of the users who ever were online last were. Whoever waits to be stored needs no query: when many leave at
   * once, all who watch them ask at that moment.
   */
  async read(users: readonly string[]): Promise<Map<string, number>> {
    const seen = new Map<string, number>();
    const stored = new Set<string>();
    for (const user of users) {
      const sighting = this.waiting.get(user) ?? this.inFlight.get(user);
      if (sighting === undefined) stored.add(user);
      else seen.set(user, sighting.seenAt);
    }
    const rows = stored.size === 0 ? [] : await this.users.findBy({ userId: In([...stored]) });
    for (const { userId, seenAt } of rows) seen.set(userId, seenAt);
    return seen;
  }

  /** Those who were online when last written: after a crash, all whose end nobody has noticed. */
  async readOnline(): Promise<LastSeenEntity[]> {
    return this.users.findBy({ online: true });
  }

  private async writeWaiting(): Promise<void> {
    while (this.waiting.size > 0) {
      const batch = new Map([...this.waiting].slice(0, MAX_ROWS));
      for (const user of batch.keys()) this.waiting.delete(user);
      this.inFlight = batch;
      try {
        await this.write(batch);
      } catch (error) {
        for (const [user, sighting] of batch) if (!this.waiting.has(user)) this.waiting.set(user, sighting);
        throw error;
      } finally {
        this.inFlight = new Map();
      }
    }
  }

  private async write(batch: ReadonlyMap<string, Sighting>): Promise<void> {
    const sightings = [...batch.values()];
    await this.users.query(SAVE, [[...batch.keys()], sightings.map(({ seenAt }) => seenAt), sightings.map(({ online }) => online)]);
  }
}
