/** The link of an invitation into a group: the server's, or behind this page's own origin where it knows no public one. */
export function groupLink({ url, code }: { url: string; code: string }): string {
  return url || `${location.origin}/invite/${encodeURIComponent(code)}`;
}

/** The link of an invitation to register. */
export function registrationLink({ url, code }: { url: string; code: string }): string {
  return url || `${location.origin}/register?invite=${encodeURIComponent(code)}`;
}
