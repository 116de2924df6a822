/** Bytes of commands that are accepted but not yet finished, against a bound (message path, rule 9). */
export class Backlog {
  private bytes = 0;

  constructor(private readonly limit: number) {}

  get full(): boolean {
    return this.bytes >= this.limit;
  }

  add(bytes: number): void {
    this.bytes += bytes;
  }

  remove(bytes: number): void {
    this.bytes -= bytes;
  }
}
