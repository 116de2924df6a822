import type { Command, MemberChange } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import { groupConversation } from '#conversation';
import { MAX_NAMED, type NumberedChange } from './group-change.js';

/** Changes of one group that the log has yet to hear of, in the order of their versions. */
export interface Backlog {
  group: string;
  /** Members may read from the first entry on. */
  fromStart: boolean;
  changes: readonly NumberedChange[];
}

/**
 * The changes as commands for the log. Many who join one after the other, or leave, or are added or removed by the same user, travel as one
 * command: a thousand of them are five entries. It is done by who comes last, who is new to the log even if those before are repeated.
 */
export function commandsOf({ group, fromStart, changes }: Backlog): Command[] {
  const runs: NumberedChange[][] = [];
  for (const change of changes) {
    const run = runs.at(-1);
    if (run !== undefined && fits(run, change)) run.push(change);
    else runs.push([change]);
  }
  return runs.flatMap((run) => commandOf(group, run, fromStart));
}

function fits(run: readonly NumberedChange[], next: NumberedChange): boolean {
  const last = run.at(-1);
  if (last?.event !== next.event) return false;
  const alike = next.event === 'joined' || next.event === 'left';
  const ofOneActor = (next.event === 'added' || next.event === 'removed') && last.actor === next.actor;
  // Nobody can be named twice: between two joinings lies a leaving, and between two additions a removal.
  return (alike || ofOneActor) && run.reduce((sum, { members }) => sum + members.length, next.members.length) <= MAX_NAMED;
}

function commandOf(group: string, run: readonly NumberedChange[], fromStart: boolean): Command[] {
  const last = run.at(-1);
  if (last === undefined) return [];
  const members = run.flatMap((change) =>
    change.members.map(({ user, role }): MemberChange => ({ user, role, version: change.version, fromStart: fromStart && role !== '' })),
  );
  const { version, event, actor, text } = last;
  return [{ conversation: groupConversation(group), from: actor, id: `change-${version}`, change: { version, event, members, text } }];
}
