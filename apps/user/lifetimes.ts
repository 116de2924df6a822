/** In milliseconds. */
export const ACCESS_TOKEN_MS = 10 * 60_000;
export const REFRESH_TOKEN_MS = 60 * 24 * 3_600_000;
/** How long the refresh token exchanged last is answered again. */
export const GRACE_MS = 10_000;
/** A signing key signs for so long. */
export const ROTATION_MS = 30 * 24 * 3_600_000;
/** By how much the clocks of two instances may differ. */
export const SKEW_MS = 60_000;
