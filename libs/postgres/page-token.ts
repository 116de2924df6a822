import { ParleyError } from '#errors';

/** Where the next page begins: the sort key of the last row, and what tells equal keys apart. */
export interface PageKey<Key extends string | number> {
  key: Key;
  id: string;
}

export interface Page<Row> {
  rows: Row[];
  /** Empty on the last page. */
  nextPageToken: string;
}

export function readPageToken<Type extends 'string' | 'number'>(
  token: string | undefined,
  type: Type,
): PageKey<Type extends 'string' ? string : number> | undefined {
  if (token === undefined || token === '') return undefined;
  const [key, id, ...rest] = parse(token);
  const good = typeof key === type && typeof id === 'string' && rest.length === 0 && !`${String(key)}${id}`.includes('\0');
  if (!good) throw new ParleyError('invalid', 'This page token was not given out by the list.', { field: 'pageToken' });
  return { key, id } as PageKey<Type extends 'string' ? string : number>;
}

/** `rows` holds one more than the page, if there is one. */
export function pageOf<Row>(rows: Row[], limit: number, keyOf: (row: Row) => PageKey<string | number>): Page<Row> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  if (rows.length <= limit || last === undefined) return { rows: page, nextPageToken: '' };
  const { key, id } = keyOf(last);
  return { rows: page, nextPageToken: Buffer.from(JSON.stringify([key, id])).toString('base64url') };
}

function parse(token: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
