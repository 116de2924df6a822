const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const shortDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dayInYear = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const fullDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Midnight at the start of the day, by this machine's clock. */
export function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** How many midnights lie between two moments. Rounded, since a day may have 23 or 25 hours. */
function daysBetween(earlier: number, later: number): number {
  return Math.round((startOfDay(later) - startOfDay(earlier)) / DAY);
}

export function clockTime(at: number): string {
  return clock.format(at);
}

export function fullTime(at: number): string {
  return moment.format(at);
}

/** For the list of conversations: as short as it can be and still say when. */
export function shortTime(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days <= 0) return clock.format(at);
  if (days === 1) return sentenceCase(relative.format(-1, 'day'));
  if (days < 7) return weekday.format(at);
  return shortDate.format(at);
}

/** For the line between two days. */
export function dayName(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days === 0 || days === 1) return sentenceCase(relative.format(-days, 'day'));
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? dayInYear.format(at) : fullDate.format(at);
}

/** "5 minutes ago", for what happened not long ago; the date for the rest. */
export function timeAgo(at: number, now: number): string {
  const past = Math.max(0, now - at);
  if (past < MINUTE) return 'just now';
  if (past < HOUR) return relative.format(-Math.floor(past / MINUTE), 'minute');
  if (daysBetween(at, now) === 0) return relative.format(-Math.floor(past / HOUR), 'hour');
  if (daysBetween(at, now) === 1) return `${relative.format(-1, 'day')} at ${clock.format(at)}`;
  return `on ${fullDate.format(at)}`;
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function dateOf(at: number): string {
  return fullDate.format(at);
}

/** "in 3 hours", for what lies ahead; rounded, and at least a minute. */
export function timeUntil(at: number, now: number): string {
  const ahead = Math.max(MINUTE, at - now);
  if (ahead < 0.75 * HOUR) return relative.format(Math.round(ahead / MINUTE), 'minute');
  if (ahead < 0.75 * DAY) return relative.format(Math.round(ahead / HOUR), 'hour');
  return relative.format(Math.round(ahead / DAY), 'day');
}
