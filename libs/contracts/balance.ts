interface Candidate {
  instance: string;
  /** Calls that it has not answered yet. */
  load: number;
}

/** The less busy one of two that chance names: nearly as even as the least busy of all, and callers do not all run to the same one. */
export function lessBusy<T extends Candidate>(candidates: readonly T[]): T | undefined {
  const first = candidates[Math.floor(Math.random() * candidates.length)];
  if (candidates.length < 2) return first;
  const others = candidates.filter((candidate) => candidate !== first);
  const second = others[Math.floor(Math.random() * others.length)];
  return first !== undefined && second !== undefined && second.load < first.load ? second : first;
}

/** Rendezvous hashing: of all keys, only those of a candidate that goes or comes change theirs. */
export function byKey<T extends Candidate>(candidates: readonly T[], key: string): T | undefined {
  let best: { candidate: T; weight: number } | undefined;
  for (const candidate of candidates) {
    const weight = hash(`${key} ${candidate.instance}`);
    if (best === undefined || weight > best.weight) best = { candidate, weight };
  }
  return best?.candidate;
}

// FNV-1a, whose last characters would barely count without the mixing at the end (that of MurmurHash3).
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
