/** A place in the log: for each partition the offset below which everything is known. */
export interface LogPlace {
  epoch: number;
  ends: readonly number[];
}

/** `since` of a `ready` frame: opaque to clients. */
export function encodeSince({ epoch, ends }: LogPlace): string {
  return `1.${[epoch, ...ends].map((value) => value.toString(36)).join('.')}`;
}

/** Undefined for anything that this suite's log cannot have issued. */
export function decodeSince(token: string, log: { epoch: number; partitions: number }): LogPlace | undefined {
  const [version, ...parts] = token.split('.');
  if (version !== '1' || parts.length !== log.partitions + 1 || !parts.every((part) => /^[0-9a-z]{1,10}$/.test(part))) return undefined;
  const [epoch, ...ends] = parts.map((part) => Number.parseInt(part, 36));
  return epoch === log.epoch ? { epoch, ends } : undefined;
}
