import { DateTime } from 'luxon';
import { parseTimeOfDay, type TimeOfDay } from './time-of-day.ts';
import type { OracodeMetadata, TimeSlot } from './wire.ts';

/** Instants in milliseconds since 1970. */
export interface TimeFrame {
  startsAt: number;
  endsAt: number;
}

export interface SlotMatch extends TimeFrame {
  slot: TimeSlot;
}

export type MaxTimeRounding = '1hour' | '1day';

const HOUR_MS = 60 * 60 * 1000;
/** Seam's guide: "31 consecutive days". Counted here in local calendar nights. */
export const MAX_NIGHTS = 31;

/**
 * The user level Seam would take for these times, with the times the code then has: the slot's, not the asked
 * ones. Each end may be off by an hour, both limits included; with `1day` a day-bound slot by a day. Among
 * several the least rounding wins, then the earlier one in the list.
 */
export const matchTimeSlot = (
  metadata: OracodeMetadata,
  asked: TimeFrame,
  rounding: MaxTimeRounding,
): SlotMatch | null => {
  let best: (SlotMatch & { roundedMs: number }) | null = null;
  for (const slot of metadata.predefined_time_slots ?? []) {
    // Seam does not support these through its API.
    if (slot.is_master === true || slot.is_one_shot === true || slot.is_biweekly_mode === true) continue;
    const checkIn = parseTimeOfDay(slot.check_in_time, metadata.iana_timezone);
    const checkOut = parseTimeOfDay(slot.check_out_time, metadata.iana_timezone);
    if (!checkIn || !checkOut) continue;
    const limit = rounding === '1day' && slot.is_24_hour === true ? 24 * HOUR_MS : HOUR_MS;
    for (const start of occurrencesNear(checkIn, asked.startsAt, limit)) {
      for (const end of occurrencesNear(checkOut, asked.endsAt, limit)) {
        if (end.instant <= start.instant) continue;
        const roundedMs = start.roundedMs + end.roundedMs;
        if (best && best.roundedMs <= roundedMs) continue;
        best = { slot, startsAt: start.instant, endsAt: end.instant, roundedMs };
      }
    }
  }
  return best && { slot: best.slot, startsAt: best.startsAt, endsAt: best.endsAt };
};

/** Nights between two instants by the calendar on the door's wall. */
export const nightsOf = ({ startsAt, endsAt }: TimeFrame, metadata: OracodeMetadata): number => {
  const zone = zoneOf(metadata);
  const first = DateTime.fromMillis(startsAt, { zone }).startOf('day');
  const last = DateTime.fromMillis(endsAt, { zone }).startOf('day');
  return Math.round(last.diff(first, 'days').days);
};

const zoneOf = (metadata: OracodeMetadata): string => {
  for (const slot of metadata.predefined_time_slots ?? []) {
    const time = parseTimeOfDay(slot.check_in_time, metadata.iana_timezone);
    if (time) return time.zone;
  }
  return 'utc';
};

/**
 * When that wall-clock time comes round within `limit` of an instant, both measured on the local wall clock. An
 * hour that occurs twice in autumn counts twice, and the nearer one is exact; an hour that spring skips is
 * moved forward.
 */
const occurrencesNear = (time: TimeOfDay, instant: number, limit: number) => {
  const asked = DateTime.fromMillis(instant, { zone: time.zone });
  return [-1, 0, 1].flatMap((days) => {
    const { year, month, day } = asked.plus({ days });
    const { hour, minute, second, zone } = time;
    const repeated = DateTime.fromObject(
      { year, month, day, hour, minute, second },
      { zone },
    ).getPossibleOffsets();
    const nearest = repeated.reduce((a, b) => (distance(b, asked) < distance(a, asked) ? b : a));
    const roundedMs = Math.abs(wallClock(nearest) - wallClock(asked));
    return roundedMs <= limit ? [{ instant: nearest.toMillis(), roundedMs }] : [];
  });
};

const distance = (a: DateTime, b: DateTime): number => Math.abs(a.toMillis() - b.toMillis());

/** Milliseconds of the local reading, as if the zone had no offset: differences are differences of the clock. */
const wallClock = (time: DateTime): number => time.toMillis() + time.offset * 60_000;
