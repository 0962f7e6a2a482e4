import type { Door } from './door.ts';
import { utcText } from './instant-text.ts';
import { planAccess } from './plan-access.ts';
import type { Plan } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import { readTimeSlots, type UsableSlot } from './usable-slots.ts';
import { wallAt, zoneClock, type ZoneClock } from './zone-clock.ts';

const DAY = 86_400_000;

/** The first and shortest stay that one of the door's slots serves exactly, opening not before `fromMs`; null where none does. */
export const shortStay = (door: Door, fromMs: number): Plan | null => {
  const zone = door.timeZone === null ? null : zoneClock(door.timeZone);
  if (!zone) return null;
  const plans = readTimeSlots(door.timeSlots, zone)
    .usable.flatMap((slot) => [0, 1].map((days) => stayIn(slot, zone, fromMs, days)))
    .map((stay) => planAccess({ stay, door, policy: defaultPolicy, nowMs: fromMs }))
    .filter(
      ({ problems, coverage }) => problems.length === 0 && (coverage?.startsAt ?? '') >= utcText(fromMs),
    );
  return plans.sort(byStart)[0] ?? null;
};

/** The slot's own times on its own clock, `days` after today; over night where it closes earlier than it opens. */
const stayIn = ({ checkIn, checkOut }: UsableSlot, zone: ZoneClock, fromMs: number, days: number) => {
  const today = Math.floor(wallAt(fromMs, zone) / DAY) * DAY + days * DAY;
  const nights = checkOut.sinceMidnight > checkIn.sinceMidnight ? 0 : 1;
  return {
    arrival: localText(today + checkIn.sinceMidnight),
    departure: localText(today + nights * DAY + checkOut.sinceMidnight),
  };
};

// `YYYY-MM-DDTHH:MM:SS`: a wall time is the instant at which a clock in UTC reads the same.
const localText = (wall: number): string => utcText(wall).slice(0, 19);

const byStart = (a: Plan, b: Plan): number =>
  (a.coverage?.startsAt ?? '').localeCompare(b.coverage?.startsAt ?? '') ||
  (a.coverage?.endsAt ?? '').localeCompare(b.coverage?.endsAt ?? '');
