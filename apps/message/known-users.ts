import { Injectable } from '@nestjs/common';
import { ServiceClients, UserInternalService } from '#contracts';

/** Users who are remembered to exist. */
const REMEMBERED = 100_000;

/** Which ids are users. Only a yes is remembered. */
@Injectable()
export class KnownUsers {
  private readonly known = new Set<string>();
  private readonly asking = new Map<string, Promise<boolean>>();
  private batch: { ids: string[]; answer: Promise<ReadonlySet<string>> } | undefined;

  constructor(private readonly clients: ServiceClients) {}

  /** Whether the user is known to exist, without asking anybody. */
  has(id: string): boolean {
    return this.known.has(id);
  }

  /** Whether the user exists. Rejects with `unavailable` if nobody can tell. */
  exists(id: string): Promise<boolean> {
    if (this.known.has(id)) return Promise.resolve(true);
    let answer = this.asking.get(id);
    if (answer === undefined) {
      answer = this.ask(id).finally(() => this.asking.delete(id));
      this.asking.set(id, answer);
    }
    return answer;
  }

  private async ask(id: string): Promise<boolean> {
    this.batch ??= this.startBatch();
    this.batch.ids.push(id);
    const found = (await this.batch.answer).has(id);
    if (found) this.remember(id);
    return found;
  }

  /** Those who are asked for in one tick are asked for together. */
  private startBatch(): { ids: string[]; answer: Promise<ReadonlySet<string>> } {
    const ids: string[] = [];
    const answer = new Promise<void>((resolve) => setImmediate(resolve)).then(async () => {
      this.batch = undefined;
      const found = new Set<string>();
      for (let start = 0; start < ids.length; start += 1_000) {
        const { users } = await this.clients.client(UserInternalService).getUsers({ ids: ids.slice(start, start + 1_000) });
        for (const user of users) found.add(user.id);
      }
      return found;
    });
    return { ids, answer };
  }

  private remember(id: string): void {
    if (this.known.size >= REMEMBERED) this.known.clear();
    this.known.add(id);
  }
}
