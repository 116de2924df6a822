import { mentionAt, mentionedIn, mentionPieces, withMention } from './mentions.js';

const people = new Map(['ada', 'bob', 'dot.', 'dot'].map((username) => [username, { id: `id-${username}`, username }]));
const find = (username: string) => people.get(username);

describe('a mention that is being written', () => {
  it('begins with @ at the start of a word and ends at the caret', () => {
    expect(mentionAt('@', 1)).toEqual({ start: 0, text: '' });
    expect(mentionAt('Hi @Ad and more', 6)).toEqual({ start: 3, text: 'ad' });
    expect(mentionAt('(@a', 3)).toEqual({ start: 1, text: 'a' });
  });

  it('is none in the middle of a word, or once a space has ended it', () => {
    expect(mentionAt('mail@ad', 7)).toBeUndefined();
    expect(mentionAt('Hi @ada and', 11)).toBeUndefined();
    expect(mentionAt('Hi', 2)).toBeUndefined();
  });

  it('becomes the username and one space, with the caret behind it', () => {
    expect(withMention('Hi @ad', { start: 3, text: 'ad' }, 'ada')).toEqual({ text: 'Hi @ada ', caret: 8 });
    expect(withMention('Hi @ad there', { start: 3, text: 'ad' }, 'ada')).toEqual({ text: 'Hi @ada there', caret: 8 });
  });
});

describe('the mentions in a text', () => {
  it('are those of people who are known', () => {
    expect(mentionPieces('Hi @ada, where is @zed?', find)).toEqual([
      { kind: 'text', text: 'Hi ' },
      { kind: 'mention', text: '@ada', who: { id: 'id-ada', username: 'ada' } },
      { kind: 'text', text: ', where is @zed?' },
    ]);
  });

  it('end before the punctuation of the sentence, unless it belongs to the name', () => {
    expect(mentionedIn('Ask @bob.', find)).toEqual(['id-bob']);
    expect(mentionedIn('Ask @dot.', find)).toEqual(['id-dot.']);
    expect(mentionedIn('Ask @dot...', find)).toEqual(['id-dot.']);
  });

  it('do not take part of a longer name, or of an address', () => {
    expect(mentionedIn('@adam and me@bob', find)).toEqual([]);
  });

  it('count each person once, in whatever letters they are written', () => {
    expect(mentionedIn('@ada @ADA @bob', find)).toEqual(['id-ada', 'id-bob']);
  });
});
