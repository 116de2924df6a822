/**
 * The address of a conversation. Dots are written out as well: servers and proxies take a path that ends in one and some letters
 * for a file, and answer a reload with "not found" instead of the page.
 */
export function addressOf(conversation: string): string {
  return `/c/${encodeURIComponent(conversation).replaceAll('.', '%2E')}`;
}
