import type { Limits } from '#protocol';

/** What a client is told in `welcome`. */
export const LIMITS: Limits = { frameBytes: 64 * 1024, bodyBytes: 16 * 1024, heartbeatMs: 25_000 };

/** A frame beyond this is not even read: the socket is closed with 1009. */
export const HARD_FRAME_BYTES = 256 * 1024;

/** Bytes that may wait for a slow reader before it is closed with 4408. */
export const SLOW_READER_BYTES = 1024 * 1024;

/** Messages that one user may send: this many at once, and so many a second. */
export const SENDS = { burst: 100, perSecond: 20 };

/** Frames of any type on one socket; above what a user may send. */
export const FRAMES = { burst: 300, perSecond: 50 };

/** Refused frames in a row after which a client is taken for flooding: it is closed with 4429. */
export const FLOOD = 5_000;

/** Entries that are held back while a device is brought up to date; beyond, they are sent and the client repairs the gap. */
export const HELD_ENTRIES = 1_000;

/** Users whose presence one socket may watch. */
export const WATCHED_USERS = 500;

/** How long it may take, in milliseconds, until others are told who has received a message; that it was read is told at once. */
export const RECEIVED_SPACING_MS = 1_000;
