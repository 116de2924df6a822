export type Piece = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string };

// Ends before punctuation that belongs to the sentence around the address.
const ADDRESS = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}]/giu;

/** Text with its web addresses as links; nothing else in a message has a meaning to the browser. */
export function piecesOf(body: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of body.matchAll(ADDRESS)) {
    if (match.index > end) pieces.push({ kind: 'text', text: body.slice(end, match.index) });
    pieces.push({ kind: 'link', text: match[0], href: match[0] });
    end = match.index + match[0].length;
  }
  if (end < body.length) pieces.push({ kind: 'text', text: body.slice(end) });
  return pieces;
}

const FOLD_CHARACTERS = 1_200;
const FOLD_LINES = 18;

/** The part of a long text that is shown at first; undefined when it is short enough to stand whole. */
export function folded(body: string): string | undefined {
  const lines = body.split('\n');
  if (body.length <= FOLD_CHARACTERS * 1.25 && lines.length <= FOLD_LINES + 4) return undefined;
  const text = lines.slice(0, FOLD_LINES).join('\n').slice(0, FOLD_CHARACTERS);
  // Not in the middle of a character that takes two places.
  return /[\uD800-\uDBFF]$/u.test(text) ? text.slice(0, -1) : text;
}
