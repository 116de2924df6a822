import { typingText } from './typing-text.js';

describe('who is typing', () => {
  it('is said by name for one and two, by number for more', () => {
    expect(typingText([])).toBe('');
    expect(typingText(['Ada'])).toBe('Ada is typing…');
    expect(typingText(['Ada', 'Bob'])).toBe('Ada and Bob are typing…');
    expect(typingText(['Ada', 'Bob', 'Cy'])).toBe('3 people are typing…');
  });
});
