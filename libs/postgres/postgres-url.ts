import { Health, Waiting, type Dependency } from '#runtime';

/** Injection token: where the relational store, and embedded everything durable, is. */
export class PostgresUrl {
  constructor(
    readonly value: string,
    private readonly waiting = new Waiting(new Health()),
  ) {}

  /** Opens something there, and waits while the server is away. */
  open<T>(open: (url: string) => Promise<T>): Promise<T> {
    return this.waiting.untilThere(this.dependency, () => open(this.value));
  }

  private get dependency(): Dependency {
    const { hostname, port } = new URL(this.value);
    return { name: 'Postgres', where: `${hostname}:${port || '5432'}` };
  }
}
