import { folded, piecesOf } from './text.js';

describe('the text of a message', () => {
  it('shows web addresses as links and leaves the punctuation after them alone', () => {
    expect(piecesOf('See https://example.org/a?b=1, and (http://x.test).')).toEqual([
      { kind: 'text', text: 'See ' },
      { kind: 'link', text: 'https://example.org/a?b=1', href: 'https://example.org/a?b=1' },
      { kind: 'text', text: ', and (' },
      { kind: 'link', text: 'http://x.test', href: 'http://x.test' },
      { kind: 'text', text: ').' },
    ]);
  });

  it('makes no link of anything but http and https', () => {
    expect(piecesOf('javascript:alert(1) data:text/html,x')).toEqual([{ kind: 'text', text: 'javascript:alert(1) data:text/html,x' }]);
  });

  it('is folded when it is long, and whole when folding would hide next to nothing', () => {
    expect(folded('a'.repeat(1_400))).toBeUndefined();
    expect(folded('a'.repeat(5_000))).toHaveLength(1_200);
    expect(folded('line\n'.repeat(60))?.split('\n')).toHaveLength(18);
  });

  it('never cuts a character in two', () => {
    expect(folded('a' + '😀'.repeat(2_000))?.endsWith('😀')).toBe(true);
  });
});
