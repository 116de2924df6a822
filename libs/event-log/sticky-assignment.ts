export interface GroupMemberClaim {
  id: string;
  /** Partitions that the member has owned until now. */
  claims: readonly number[];
}

/**
 * Shares out the partitions so that no member has two more than another, and each keeps as many of its own as that allows,
 * the lowest first: every partition that moves has all its conversations loaded anew.
 */
export function assignPartitions(partitions: number, members: readonly GroupMemberClaim[]): Map<string, number[]> {
  const shares = new Map(members.map(({ id }): [string, number[]] => [id, []]));
  const free = new Set(Array.from({ length: partitions }, (_, partition) => partition));
  const least = Math.floor(partitions / members.length);
  let larger = partitions % members.length;
  for (const { id, claims } of byId(members)) {
    const share = shares.get(id) ?? [];
    for (const partition of [...claims].sort((a, b) => a - b)) {
      const grows = share.length >= least;
      if (share.length > least || (grows && larger === 0) || !free.delete(partition)) continue;
      share.push(partition);
      if (grows) larger--;
    }
  }
  for (const partition of free) smallest(shares)?.push(partition);
  return shares;
}

function byId(members: readonly GroupMemberClaim[]): GroupMemberClaim[] {
  return [...members].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function smallest(shares: ReadonlyMap<string, number[]>): number[] | undefined {
  let found: number[] | undefined;
  for (const share of shares.values()) if (found === undefined || share.length < found.length) found = share;
  return found;
}
