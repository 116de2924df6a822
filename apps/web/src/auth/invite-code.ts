/** The code in what somebody was given: the code itself, or the link that holds it. */
export function codeIn(text: string): string {
  const found = /[?&]invite=([^&#\s]+)|\/invite\/([^/?#\s]+)/.exec(text.trim());
  return decoded(found?.[1] ?? found?.[2]) ?? text.trim();
}

function decoded(part: string | undefined): string | undefined {
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    return part;
  }
}
