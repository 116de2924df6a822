/** Injection token: where the relational store, and embedded everything durable, is. */
export class PostgresUrl {
  constructor(readonly value: string) {}
}
