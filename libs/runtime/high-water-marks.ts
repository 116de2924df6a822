/** The greatest number that was seen under each key, of so many keys; the one that has not risen for longest is forgotten first. */
export class HighWaterMarks {
  private readonly marks = new Map<string, number>();

  constructor(private readonly remembered: number) {}

  /** Whether the number is greater than any that is remembered; from now on it is the one. */
  raise(key: string, value: number): boolean {
    const mark = this.marks.get(key);
    if (mark !== undefined) {
      if (value <= mark) return false;
      this.marks.delete(key);
    } else if (this.marks.size >= this.remembered) this.forgetOldest();
    this.marks.set(key, value);
    return true;
  }

  /** Whether this number, or a greater one, is remembered. */
  reaches(key: string, value: number): boolean {
    return (this.marks.get(key) ?? -Infinity) >= value;
  }

  private forgetOldest(): void {
    for (const oldest of this.marks.keys()) {
      this.marks.delete(oldest);
      return;
    }
  }
}
