import { wallText } from '../domain/instant-text.ts';
import type { LocalDateTime } from '../domain/reservation.ts';
import { parseLocalDateTime } from '../domain/wall-clock.ts';
import { wallAt, type ZoneClock } from '../domain/zone-clock.ts';
import type { FoundStay, StayEnd } from './feed-row.ts';

/** Times of day are `HH:MM`; they serve where the feed gives only a date. */
interface House {
  zone: ZoneClock;
  arrivalTime: string;
  departureTime: string;
}

type Ends = Pick<FoundStay, 'arrival' | 'departure'>;

/** Both ends on the property's wall clock, or what is wrong with them. */
export const localStay = (
  { arrival, departure }: Ends,
  house: House,
): { arrival: LocalDateTime; departure: LocalDateTime } | string => {
  const local = {
    arrival: localEnd(arrival, house.arrivalTime, house.zone),
    departure: localEnd(departure, house.departureTime, house.zone),
  };
  for (const [end, text] of Object.entries(local)) {
    if (parseLocalDateTime(text) === null) return `${end} is "${text}": there is no such date or time`;
  }
  if ((parseLocalDateTime(local.departure) ?? 0) <= (parseLocalDateTime(local.arrival) ?? 0)) {
    return `departure is "${local.departure}": expected after the arrival "${local.arrival}"`;
  }
  return local;
};

const localEnd = (end: StayEnd, ownTime: string, zone: ZoneClock): LocalDateTime =>
  'instant' in end
    ? wallText(wallAt(end.instant, zone)).replace(' ', 'T')
    : `${end.date}T${end.time ?? ownTime}`;
