/** The server's limit of a message, in bytes of UTF-8. */
const BODY_BYTES = 16_384;

/** By how much a text is too long, in bytes; 0 when it is not. */
export function overLimit(text: string): number {
  // No character takes more than three bytes for each of its places in a string.
  if (text.length * 3 <= BODY_BYTES) return 0;
  return Math.max(0, new TextEncoder().encode(text.trim()).length - BODY_BYTES);
}
