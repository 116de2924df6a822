const USERNAME = /^[a-z0-9._-]{3,32}$/;

/** The username that is meant, or nothing if no account can have it. */
export function usernameOf(text: string): string | undefined {
  const username = text.toLowerCase();
  return USERNAME.test(username) ? username : undefined;
}
