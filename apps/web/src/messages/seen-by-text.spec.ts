import { seenByText } from './seen-by-text.js';

describe('who has read a message', () => {
  it('is told by name, as far as names fit', () => {
    expect(seenByText([])).toBe('Seen by nobody yet');
    expect(seenByText(['Ada'])).toBe('Seen by Ada');
    expect(seenByText(['Ada', 'Bob'])).toBe('Seen by Ada and Bob');
    expect(seenByText(['Ada', 'Bob', 'Cy'])).toBe('Seen by Ada and 2 others');
  });

  it('is told by number where the names are not known', () => {
    expect(seenByText(['Ada'], 120)).toBe('Seen by 120');
    expect(seenByText(['Ada'], 1)).toBe('Seen by Ada');
  });
});
