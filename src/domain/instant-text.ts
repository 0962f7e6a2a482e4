import type { WallTime } from './wall-clock.ts';

/** How instants and wall-clock times are written. Instants are epoch milliseconds. */

const MINUTE = 60_000;

/** Epoch milliseconds of an ISO 8601 instant with offset or `Z`; without either it is read as UTC. NaN for anything else. */
export const epochMs = (instant: string): number =>
  Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/i.test(instant) ? instant : `${instant}Z`);

/** However the two are written. */
export const isSameInstant = (a: string | null, b: string): boolean =>
  a !== null && epochMs(a) === epochMs(b);

// Texts are most of what a plan costs, and Luxon's take several times as long as `Date`'s, which say the same of UTC.
// Besides, workflows read instants: each run would evaluate Luxon anew.

/** UTC, ISO 8601 with milliseconds and `Z`, as Seam writes them: `2024-09-10T14:00:00.000Z`. */
export const utcText = (instant: number): string => new Date(instant).toISOString();

/** For messages to people: `2024-09-10 07:00`, with seconds only where there are any. */
export const wallText = (wall: WallTime): string => {
  const text = utcText(wall);
  return `${text.slice(0, 10)} ${text.slice(11, text.endsWith(':00.000Z') ? 16 : 19)}`;
};

/** For staff, of the wall clock in an ISO text, whatever its offset: `Tue 10 Sep 2024, 07:00`. Asks no zone and no locale. */
export const wallInEnglish = (iso: string): string => {
  const wall = new Date(epochMs(iso.slice(0, 16)));
  return `${DAYS[wall.getUTCDay()]} ${wall.getUTCDate()} ${MONTHS[wall.getUTCMonth()]} ${wall.getUTCFullYear()}, ${iso.slice(11, 16)}`;
};

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2024-09-10`. */
export const dateText = (wall: WallTime): string => utcText(wall).slice(0, 10);

/** `1 minute`, `75 minutes`, `60 minutes 30 seconds`. */
export const durationText = (ms: number): string => {
  const minutes = Math.floor(ms / MINUTE);
  const seconds = Math.round((ms % MINUTE) / 1000);
  const parts = [counted(minutes, 'minute'), counted(seconds, 'second')];
  return (seconds === 0 ? parts.slice(0, 1) : minutes === 0 ? parts.slice(1) : parts).join(' ');
};

/** `1 night`, `31 nights`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `2026-12-01T16:00:00-08:00` as `2026-12-01 16:00`: the wall clock of an ISO text, whatever its offset. */
export const minuteText = (iso: string): string => iso.slice(0, 16).replace('T', ' ');

/** The same of an instant, as a clock in UTC shows it. */
export const utcMinuteText = (instant: number): string => minuteText(utcText(instant));
