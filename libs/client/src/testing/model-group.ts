import type { Entry, SystemEvent } from '../protocol.js';

/** From the entry that made somebody a member to the one that ended it; both may be read. */
export interface Interval {
  from: number;
  to?: number;
}

/** A group whose members read what comes after they joined. */
export class ModelGroup {
  private readonly intervals = new Map<string, Interval[]>();

  constructor(readonly id: string) {}

  get conversation(): string {
    return `group:${this.id}`;
  }

  /** Every membership that somebody had, oldest first. */
  intervalsOf(user: string): readonly Interval[] {
    return this.intervals.get(user) ?? [];
  }

  last(user: string): Interval | undefined {
    return this.intervalsOf(user).at(-1);
  }

  isMember(user: string): boolean {
    const last = this.last(user);
    return last !== undefined && last.to === undefined;
  }

  /** Takes the membership that a system entry begins or ends. */
  apply({ seq, from, system }: Entry): void {
    if (!system) return;
    if (system.event === 'created') for (const user of [from, ...system.users]) this.begin(user, seq);
    if (system.event === 'added' || system.event === 'joined') for (const user of system.users) this.begin(user, seq);
    if (system.event === 'removed' || system.event === 'left') for (const user of system.users) this.end(user, seq);
    if (system.event === 'deleted') for (const user of this.intervals.keys()) this.end(user, seq);
  }

  private begin(user: string, seq: number): void {
    if (!this.isMember(user)) this.intervals.set(user, [...this.intervalsOf(user), { from: seq }]);
  }

  private end(user: string, seq: number): void {
    const last = this.last(user);
    if (last && last.to === undefined) last.to = seq;
  }
}

export function systemEvent(event: SystemEvent['event'], users: string[] = []): SystemEvent {
  return { event, users, role: event === 'removed' || event === 'left' || event === 'deleted' ? '' : 'member', text: '' };
}
