import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads variables and collects what is wrong with them, so that all of it can be said at once. Empty ones count as absent. */
export class EnvReader {
  readonly problems: string[] = [];

  constructor(private readonly env: Environment) {}

  text(name: string): string | undefined {
    const value = this.env[name]?.trim();
    return value === '' ? undefined : value;
  }

  list(name: string): string[] {
    return (this.text(name) ?? '').split(',').flatMap((part) => part.trim() || []);
  }

  word<const Word extends string>(name: string, words: readonly Word[], fallback: Word): Word {
    const value = this.text(name) ?? fallback;
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) this.problems.push(`${name} must be one of ${words.join(', ')}, not ${JSON.stringify(value)}`);
    return word ?? fallback;
  }

  flag(name: string): boolean {
    return this.word(name, ['true', 'false'], 'false') === 'true';
  }

  number(name: string, fallback: number): number {
    const text = this.text(name);
    const value = text === undefined ? fallback : Number(text);
    if (!Number.isFinite(value) || value < 0) this.problems.push(`${name} must be a number of at least 0, not ${JSON.stringify(text)}`);
    return value;
  }

  integer(name: string, { fallback, minimum, maximum }: { fallback: number; minimum: number; maximum: number }): number {
    const text = this.text(name);
    const value = text === undefined ? fallback : Number(text);
    if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
    this.problems.push(`${name} must be a whole number from ${String(minimum)} to ${String(maximum)}, not ${JSON.stringify(text)}`);
    return fallback;
  }

  url(name: string, protocols: readonly string[]): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    this.checkUrl(name, value, protocols);
    return value;
  }

  /** Several URLs with commas between. */
  urls(name: string, protocols: readonly string[]): string | undefined {
    for (const url of this.list(name)) this.checkUrl(name, url, protocols);
    return this.text(name);
  }

  /** `host:port`, several with commas between. */
  addresses(name: string): string[] {
    const addresses = this.list(name);
    for (const address of addresses) {
      if (!isAddress(address)) this.problems.push(`${name} must list addresses such as kafka-1:9092, not ${JSON.stringify(address)}`);
    }
    return addresses;
  }

  /** A text of a form that `example` shows. */
  matching(name: string, form: RegExp, { fallback, example }: { fallback: string; example: string }): string {
    const value = this.text(name) ?? fallback;
    if (!form.test(value)) this.problems.push(`${name} must be a name such as ${example}, not ${JSON.stringify(value)}`);
    return value;
  }

  /** What the file holds whose path the variable says. */
  file(name: string): Buffer | undefined {
    const path = this.text(name);
    if (path === undefined) return undefined;
    try {
      return readFileSync(path);
    } catch (error) {
      this.problems.push(
        `${name} must be a file that can be read, not ${path} (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`,
      );
      return undefined;
    }
  }

  /** The same for a file in PEM. `parse` throws if it does not hold `what`. */
  pem(name: string, what: string, parse: (pem: Buffer) => unknown): Buffer | undefined {
    const pem = this.file(name);
    if (pem === undefined) return undefined;
    try {
      parse(pem);
      return pem;
    } catch {
      this.problems.push(`${name} must be a file with ${what} in PEM, which ${String(this.text(name))} is not`);
      return undefined;
    }
  }

  /** Something has to be said, because of another setting. */
  require(name: string, reason: string): void {
    if (this.text(name) === undefined) this.problems.push(`${name} is required when ${reason}`);
  }

  /** Some things are said together or not at all. */
  together(...names: string[]): void {
    const present = names.filter((name) => this.text(name) !== undefined);
    for (const name of present.length > 0 ? names : []) this.require(name, `${present.join(' and ')} is set`);
  }

  private checkUrl(name: string, value: string, protocols: readonly string[]): void {
    const protocol = URL.canParse(value) ? new URL(value).protocol : undefined;
    if (protocol === undefined || !protocols.includes(protocol))
      this.problems.push(
        `${name} must be a URL that begins with ${protocols.join('// or ')}//, not ${JSON.stringify(withoutPassword(value))}`,
      );
  }
}

function isAddress(text: string): boolean {
  const [, port] = /^(?:\[[\da-fA-F:]+\]|[\w.-]+):(\d{1,5})$/.exec(text) ?? [];
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535;
}

function withoutPassword(url: string): string {
  return url.replace(/:[^:@/]*@/, ':…@');
}
