import { codeIn } from './invite-code.js';

describe('an invitation that somebody was given', () => {
  it('may be the code, or a link of either kind', () => {
    expect(codeIn(' abc-123 ')).toBe('abc-123');
    expect(codeIn('https://chat.example/register?invite=abc-123')).toBe('abc-123');
    expect(codeIn('https://chat.example/invite/abc-123#top')).toBe('abc-123');
    expect(codeIn('https://chat.example/register?lang=en&invite=a%2Fb')).toBe('a/b');
  });

  it('is taken as it is where it cannot be decoded', () => {
    expect(codeIn('/invite/%E0%A4%A')).toBe('%E0%A4%A');
  });
});
