/** ZooKeeper appends a number of ten digits, which grows with each node that is made under the same parent. */
const DIGITS = 10;

export interface NodeName {
  name: string;
  id: string;
  sequence: number;
}

/** What a node of this id is called, but for its number. */
export function prefixOf(id: string): string {
  return `${encodeURIComponent(id)}-`;
}

/** Undefined: somebody else's. */
export function parseName(name: string): NodeName | undefined {
  const [, encoded, digits] = new RegExp(`^(.+)-(\\d{${String(DIGITS)}})$`).exec(name) ?? [];
  if (encoded === undefined || digits === undefined) return undefined;
  try {
    return { name, id: decodeURIComponent(encoded), sequence: Number(digits) };
  } catch {
    return undefined;
  }
}

export function parseNames(names: readonly string[]): NodeName[] {
  return names.map(parseName).filter((name) => name !== undefined);
}
