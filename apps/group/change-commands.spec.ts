import { commandsOf } from './change-commands.js';
import type { GroupEvent, NumberedChange } from './group-change.js';

const change = (version: number, event: GroupEvent, actor: string, users: string[] = [actor]): NumberedChange => ({
  version,
  event,
  actor,
  members: users.map((user) => ({ user, role: event === 'left' || event === 'removed' ? '' : 'member' })),
  text: '',
});
const brief = (changes: NumberedChange[]) =>
  commandsOf({ group: 'g', fromStart: false, changes }).map(({ from, id, change: made }) => [
    id,
    made!.event,
    from,
    made!.members.map(({ user, version }) => `${user}@${String(version)}`).join(' '),
  ]);

describe('commands for the log', () => {
  it('make one of those who join one after the other, told by who came last', () => {
    expect(brief([change(4, 'joined', 'a'), change(5, 'joined', 'b'), change(6, 'joined', 'c')])).toEqual([
      ['change-6', 'joined', 'c', 'a@4 b@5 c@6'],
    ]);
  });

  it('keep the order of changes of different kinds', () => {
    const changes = [
      change(1, 'joined', 'a'),
      change(2, 'left', 'a'),
      change(3, 'joined', 'a'),
      change(4, 'left', 'b'),
      change(5, 'left', 'a'),
    ];
    expect(brief(changes)).toEqual([
      ['change-1', 'joined', 'a', 'a@1'],
      ['change-2', 'left', 'a', 'a@2'],
      ['change-3', 'joined', 'a', 'a@3'],
      ['change-5', 'left', 'a', 'b@4 a@5'],
    ]);
  });

  it('make one of additions and removals by the same user only', () => {
    const changes = [
      change(1, 'added', 'a', ['x', 'y']),
      change(2, 'added', 'a', ['z']),
      change(3, 'added', 'b', ['u']),
      change(4, 'removed', 'b', ['x']),
    ];
    expect(brief(changes)).toEqual([
      ['change-2', 'added', 'a', 'x@1 y@1 z@2'],
      ['change-3', 'added', 'b', 'u@3'],
      ['change-4', 'removed', 'b', 'x@4'],
    ]);
  });

  it('never make one of changes of roles or of the profile', () => {
    const changes = [
      change(1, 'role', 'a', ['x']),
      change(2, 'role', 'a', ['y']),
      change(3, 'renamed', 'a', []),
      change(4, 'renamed', 'a', []),
    ];
    expect(brief(changes).map(([id]) => id)).toEqual(['change-1', 'change-2', 'change-3', 'change-4']);
  });

  it('name at most 200 each', () => {
    const changes = Array.from({ length: 450 }, (_, index) => change(index + 1, 'joined', `u${String(index)}`));
    expect(commandsOf({ group: 'g', fromStart: false, changes }).map(({ id, change: made }) => [id, made!.members.length])).toEqual([
      ['change-200', 200],
      ['change-400', 200],
      ['change-450', 50],
    ]);
  });

  it('let those who come, and not those who go, read from the start where history is full', () => {
    const commands = commandsOf({ group: 'g', fromStart: true, changes: [change(1, 'joined', 'a'), change(2, 'left', 'a')] });
    expect(commands.map(({ conversation, change: made }) => [conversation, made!.members[0]!.fromStart])).toEqual([
      ['g.g', true],
      ['g.g', false],
    ]);
  });
});
