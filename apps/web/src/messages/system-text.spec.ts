import type { SystemEvent } from '@parley/client';
import { namedIn, systemText } from './system-text.js';

const nameOf = (id: string) => ({ ada: 'Ada', bob: 'Bob', cy: 'Cy', dee: 'Dee' })[id] ?? '…';
const words = (from: string, system: Partial<SystemEvent> & Pick<SystemEvent, 'event'>, me = 'me') =>
  systemText({ from, system: { users: [], role: '', text: '', ...system } }, { me, nameOf });

describe('the words of a system entry', () => {
  it('name one, two, or one and a number', () => {
    expect(words('ada', { event: 'added', users: ['bob'] })).toBe('Ada added Bob');
    expect(words('ada', { event: 'added', users: ['bob', 'cy'] })).toBe('Ada added Bob and Cy');
    expect(words('ada', { event: 'added', users: ['bob', 'cy', 'dee', 'eve'] })).toBe('Ada added Bob and 3 others');
  });

  it('name the reader as you, and first', () => {
    expect(words('ada', { event: 'added', users: ['bob', 'cy', 'me'] })).toBe('Ada added you and 2 others');
    expect(words('me', { event: 'removed', users: ['bob'] })).toBe('You removed Bob');
    expect(words('me', { event: 'joined', users: ['bob', 'me'] })).toBe('You and Bob joined the group');
    expect(words('me', { event: 'left', users: ['me'] })).toBe('You left the group');
  });

  it('say who came and went by themselves', () => {
    expect(words('bob', { event: 'joined', users: ['bob'] })).toBe('Bob joined the group');
    expect(words('bob', { event: 'left', users: ['bob', 'cy', 'dee'] })).toBe('Bob and 2 others left the group');
  });

  it('say how the group began, with or without others', () => {
    expect(words('ada', { event: 'created', users: ['ada'] })).toBe('Ada created the group');
    expect(words('ada', { event: 'created', users: ['ada', 'bob', 'cy'] })).toBe('Ada created the group with Bob and Cy');
  });

  it('say what somebody is now', () => {
    expect(words('ada', { event: 'role', users: ['bob'], role: 'admin' })).toBe('Ada made Bob an admin');
    expect(words('ada', { event: 'role', users: ['me'], role: 'member' })).toBe('Ada made you an ordinary member');
  });

  it('say what the group looks like now', () => {
    expect(words('ada', { event: 'renamed', text: 'Reading' })).toBe('Ada renamed the group to “Reading”');
    expect(words('ada', { event: 'described', text: '' })).toBe('Ada removed the description');
    expect(words('ada', { event: 'picture', text: 'https://x.test/p.png' })).toBe('Ada changed the picture');
    expect(words('ada', { event: 'visibility', text: 'public' })).toBe('Ada made the group public');
    expect(words('me', { event: 'deleted' })).toBe('You deleted the group');
  });

  it('need the names that they say and no others', () => {
    const system = { event: 'added', users: ['bob', 'cy', 'me'], role: 'member', text: '' } as const;
    expect(namedIn({ from: 'ada', system: { ...system, users: [...system.users] } }, 'me')).toEqual(['ada', 'me', 'bob']);
  });
});
