import type { Door } from '../domain/door.ts';
import type { Policy } from '../domain/policy.ts';
import type { ListedReservation } from '../temporal/listed-reservation.ts';
import type { ArrivalsQuery, Found } from './find-arrivals.ts';
import { doorPath, reservationPath } from './paths.ts';
import { byUrgency, urgencyOf } from './urgency.ts';
import { instantInWords, wallInWords } from './when.ts';
import { withPlannedTimes } from './with-planned-times.ts';
import { reservationInWords } from './words.ts';
import { speechOf, type Speech } from './words/speech.ts';

interface Known {
  doors: ReadonlyMap<string, Door>;
  nowMs: number;
  policyOf: (propertyId: string) => Policy;
  localeOf: (propertyId: string) => string;
  /** The page's: in its language, each property's dates as they are written there. */
  speech: Speech;
}

/** What the page of arrivals shows: what is urgent of all properties first, then each property's arrivals in order. */
export const arrivalsView = (found: Found, query: ArrivalsQuery, known: Known) => {
  const isFound = matcher(query.q, known.doors);
  const arrivals = found.arrivals.filter((row) => isFound(row) && isShown(row, query.when, known.nowMs));
  const urgent = arrivals.filter((row) => isUrgent(row, known.nowMs)).sort(byUrgency);
  const listed = query.show === 'waiting' ? [] : arrivals.filter((row) => daysAhead(row, known.nowMs) >= 0);
  const liveCodes = found.liveCodes.filter(isFound);
  const toRow = (row: ListedReservation) => rowView(row, known);
  return {
    total: arrivals.length,
    without_code: urgent.filter((row) => urgencyOf(row, known.nowMs).kind === 'no_code').length,
    urgent: urgent.map(toRow),
    live_codes: liveCodes.map((row) => ({ ...toRow(row), until: liveUntil(row, known) })),
    properties: [...Map.groupBy(listed, ({ propertyId }) => propertyId)]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([property_id, rows]) => ({ property_id, rows: rows.map(toRow) })),
    is_complete: found.isComplete,
  };
};

/** Whether all words of a search are in what is shown of a row. */
const matcher = (search: string, known: Known['doors']) => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ guestName, reservationId, propertyId, source, doors }: ListedReservation): boolean => {
    const doorNames = doors.map(({ doorId, name }) => known.get(doorId)?.name ?? name ?? doorId);
    const shown = [guestName, reservationId, propertyId, source, ...doorNames].join(' ').toLowerCase();
    return words.every((word) => shown.includes(word));
  };
};

const isUrgent = (row: ListedReservation, nowMs: number): boolean =>
  ['no_code', 'to_decide'].includes(urgencyOf(row, nowMs).kind);

const LAST_DAY = { today: 0, tomorrow: 1, week: 8 };

// Who came before today is shown while something is wrong.
const isShown = (row: ListedReservation, when: ArrivalsQuery['when'], nowMs: number): boolean => {
  const days = daysAhead(row, nowMs);
  if (days < 0) return when !== 'tomorrow' && isUrgent(row, nowMs);
  return days <= LAST_DAY[when] && (when !== 'tomorrow' || days === 1);
};

const DAY = 86_400_000;

/** Calendar days until the arrival, on the door's own calendar. */
const daysAhead = ({ stay, arrivalAt, timeZone }: ListedReservation, nowMs: number): number => {
  const today = dateIn(timeZone, nowMs);
  const day = stay?.arrival.slice(0, 10) ?? dateIn(timeZone, Date.parse(arrivalAt ?? ''));
  return Math.round((Date.parse(day) - Date.parse(today)) / DAY);
};

const dateIn = (timeZone: string | null, instant: number): string =>
  Number.isNaN(instant)
    ? ''
    : new Intl.DateTimeFormat('en-CA', {
        timeZone: timeZone ?? 'UTC',
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
      }).format(instant);

const tones: Readonly<Record<string, string>> = { ready: 'good', planned: 'calm' };

const rowView = (listed: ListedReservation, known: Known) => {
  const { nowMs, policyOf } = known;
  const row = withPlannedTimes(listed, known);
  const { propertyId, reservationId, guestName, stay, arrivalAt, timeZone, doors } = row;
  const speech = speechIn(propertyId, known);
  const { locale } = speech;
  const when = (instant: string | null) => instant && instantInWords(instant, timeZone, locale);
  const { kind, severity } = urgencyOf(row, nowMs);
  const days = daysAhead(row, nowMs);
  return {
    path: reservationPath(row),
    guest: guestName ?? reservationId,
    reservation_id: reservationId,
    property_id: propertyId,
    arrival: stay ? wallInWords(stay.arrival, locale) : when(arrivalAt),
    departure: stay?.departure ? wallInWords(stay.departure, locale) : null,
    day: dayOfArrival(days, speech),
    doors: doors.map(({ doorId, name, opensAt, closesAt }) => ({
      name: known.doors.get(doorId)?.name ?? name ?? doorId,
      path: doorPath(doorId),
      opens: when(opensAt),
      closes: when(closesAt),
    })),
    words: reservationInWords(row, { issueWindowMs: policyOf(propertyId).issueWindowMs, speech }),
    tone: kind === 'no_code' || kind === 'to_decide' ? 'bad' : (tones[row.status] ?? 'calm'),
    severity,
    is_unreadable: row.memo === 'unreadable',
  };
};

const speechIn = (propertyId: string, { localeOf, speech }: Pick<Known, 'localeOf' | 'speech'>): Speech =>
  speechOf(speech.language, localeOf(propertyId));

const dayOfArrival = (days: number, { say }: Speech): string => {
  if (days < 0) return say('arrivals.arrived');
  if (days === 0) return say('arrivals.today');
  return days === 1 ? say('arrivals.tomorrow') : say('arrivals.inDays', { count: days });
};

const liveUntil = (
  { liveCodes, timeZone, propertyId }: ListedReservation,
  known: Pick<Known, 'localeOf' | 'speech'>,
): string | null => {
  const last = liveCodes
    .flatMap(({ endsAt }) => endsAt ?? [])
    .sort()
    .at(-1);
  return last === undefined ? null : instantInWords(last, timeZone, speechIn(propertyId, known).locale);
};
