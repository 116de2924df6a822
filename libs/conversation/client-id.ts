const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** A resend is recognised for this long after the first send (promise P2), in milliseconds. */
export const RESEND_WINDOW_MS = 7 * 24 * 60 * 60 * 1_000;

/** How far the clock of a client may be ahead of the log, in milliseconds; a UUIDv7 from further in the future is refused. */
export const CLOCK_SKEW_MS = 5 * 60 * 1_000;

/** The time inside a UUIDv7, in milliseconds since the epoch; undefined for any other id. */
export function timeOfId(id: string): number | undefined {
  return UUID_V7.test(id) ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : undefined;
}
