/** Entries that are no messages and ride along in a page, for each message that was asked for. */
const RIDING = 3;

/** The greatest number of entries in a page of so many messages. */
export function greatestPage(limit: number): number {
  return limit * (1 + RIDING);
}

/** How many of the rows make a page: up to the last of `limit` messages, or of as many entries as may ride along. */
export function lengthOfPage(rows: readonly { kind: string }[], limit: number): number {
  let messages = 0;
  for (const [index, { kind }] of rows.entries()) {
    if (index === greatestPage(limit)) return index;
    if (kind === 'message') messages++;
    if (messages === limit) return index + 1;
  }
  return rows.length;
}
