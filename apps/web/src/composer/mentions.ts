/** Somebody who can be mentioned. */
export interface Mentionable {
  id: string;
  username: string;
}

/** The beginning of a mention that is being written. */
export interface MentionQuery {
  /** Place of the `@`. */
  start: number;
  /** What stands between it and the caret, in small letters. */
  text: string;
}

const LETTER = /[\p{L}\p{N}_]/u;
const BEGUN = /@([A-Za-z0-9._-]{0,32})$/;
const WRITTEN = /@[A-Za-z0-9._-]{1,32}/g;

/** The mention that ends at the caret; undefined in the middle of a word, such as an e-mail address. */
export function mentionAt(text: string, caret: number): MentionQuery | undefined {
  const found = BEGUN.exec(text.slice(0, caret));
  if (!found || LETTER.test(text.charAt(found.index - 1))) return undefined;
  return { start: found.index, text: (found[1] ?? '').toLowerCase() };
}

/** The text with the mention written out, and where the caret stands behind it. */
export function withMention(text: string, { start, text: begun }: MentionQuery, username: string): { text: string; caret: number } {
  const before = `${text.slice(0, start)}@${username} `;
  const after = text.slice(start + 1 + begun.length);
  return { text: before + after.replace(/^ /, ''), caret: before.length };
}

export type MentionPiece<Who> = { kind: 'text'; text: string } | { kind: 'mention'; text: string; who: Who };

/** Text with the mentions of people whom `find` knows by their username. A full stop behind a name ends the sentence, unless it is part of the name. */
export function mentionPieces<Who>(text: string, find: (username: string) => Who | undefined): MentionPiece<Who>[] {
  const pieces: MentionPiece<Who>[] = [];
  let end = 0;
  for (const { 0: written, index } of text.matchAll(WRITTEN)) {
    if (LETTER.test(text.charAt(index - 1))) continue;
    const mention = longestKnown(written, find);
    if (!mention) continue;
    if (index > end) pieces.push({ kind: 'text', text: text.slice(end, index) });
    pieces.push({ kind: 'mention', ...mention });
    end = index + mention.text.length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

/** Who is mentioned in a text, by id, each once; at most as many as a message may carry. */
export function mentionedIn(text: string, find: (username: string) => Mentionable | undefined): string[] {
  const ids = mentionPieces(text, find).flatMap((piece) => (piece.kind === 'mention' ? [piece.who.id] : []));
  return [...new Set(ids)].slice(0, MOST);
}

/** The server's limit of mentions in a message. */
const MOST = 50;

function longestKnown<Who>(written: string, find: (username: string) => Who | undefined): { text: string; who: Who } | undefined {
  for (let text = written; text.length > 1; text = text.slice(0, -1)) {
    const who = find(text.slice(1).toLowerCase());
    if (who !== undefined) return { text, who };
    if (!/[._-]$/.test(text)) return undefined;
  }
  return undefined;
}
