/**
 * Small values that outlive the page. A browser may refuse storage (private windows, full disks): then they live as long as
 * the page, which is why nothing here may be something that must not be lost.
 */
export function readStored<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(`parley.${key}`);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

export function writeStored(key: string, value: unknown): void {
  try {
    localStorage.setItem(`parley.${key}`, JSON.stringify(value));
  } catch {
    // Refused: see above.
  }
}

export function removeStored(key: string): void {
  try {
    localStorage.removeItem(`parley.${key}`);
  } catch {
    // Refused: see above.
  }
}
