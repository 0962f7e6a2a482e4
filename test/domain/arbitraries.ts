import fc from 'fast-check';
import type { TimeSlot } from '../../src/domain/door.ts';
import { aDoor, aSlot, LA, plan } from './builders.ts';

const twoDigits = (n: number) => String(n).padStart(2, '0');

export const timeOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${twoDigits(hour)}:${twoDigits(minute)}`);

export const localDateTime = fc
  .tuple(fc.integer({ min: 0, max: 420 }), timeOfDay)
  .map(([day, time]) => `${new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)}T${time}`);

const slot = fc
  .record({
    checkIn: timeOfDay,
    checkOut: timeOfDay,
    is24Hour: fc.boolean(),
    isMaster: fc.boolean(),
    userLevelId: fc.constantFrom('a', 'b', null),
    name: fc.constantFrom('x', 'y'),
  })
  .map(({ checkIn, checkOut, ...rest }) => aSlot(checkIn, rest.is24Hour ? checkIn : checkOut, rest));

export interface Wanted {
  arrival: string;
  departure: string;
  slots: TimeSlot[];
  timeZone: string;
  allowDayRounding: boolean;
}

export const wanted: fc.Arbitrary<Wanted> = fc.record({
  arrival: localDateTime,
  departure: localDateTime,
  slots: fc.array(slot, { maxLength: 6 }),
  timeZone: fc.constantFrom(LA, 'Europe/London', 'Australia/Lord_Howe', 'Pacific/Chatham'),
  allowDayRounding: fc.boolean(),
});

/** Stays whose ends the clocks show twice or never, in one of the zones or another. */
export const wantedAtClockChange: fc.Arbitrary<Wanted> = fc.record({
  arrival: fc.constantFrom(
    '2026-03-08T02:30',
    '2026-10-25T01:30',
    '2026-11-01T01:30',
    '2026-04-05T01:45',
    '2026-04-05T03:15',
  ),
  departure: fc.constantFrom('2026-11-01T01:15', '2026-11-02T10:00', '2027-04-04T01:45'),
  slots: fc.constant([aSlot('01:30', '01:15'), aSlot('01:45', '10:00')]),
  timeZone: fc.constantFrom(
    LA,
    'America/New_York',
    'Europe/London',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
  ),
  allowDayRounding: fc.boolean(),
});

export const planOf = ({ arrival, departure, slots, timeZone, allowDayRounding }: Wanted) =>
  plan({
    arrival,
    departure,
    door: aDoor(slots, { timeZone }),
    policy: { allowDayRounding, longestStayNights: 500 },
  });
