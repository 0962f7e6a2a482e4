/**
 * Writes the story of a season on two doors for `npm start -- --once --script FILE`:
 *   npm run season -- 60 1 > season.json      reservations, seed
 * Back-to-back stays of two to five nights, booked 1 to 40 days ahead; 31 % cancelled and 7 % changed on the way, with an
 * outage of eight hours, lost answers and 429s.
 */
import fc from 'fast-check';
import { DateTime } from 'luxon';

const [count = '60', seed = '1'] = process.argv.slice(2);
const starts = DateTime.fromISO('2026-06-01T09:00:00Z', { zone: 'utc' });
const doors = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
const names = ['Ada Rivers', 'Ben Okoro', 'Cleo Sand', 'Dai Moss', 'Ela Brook'];

const draws = fc.sample(
  fc.record({
    nights: fc.integer({ min: 2, max: 5 }),
    aheadDays: fc.integer({ min: 1, max: 40 }),
    fate: fc.integer({ min: 0, max: 99 }),
    fateAt: fc.integer({ min: 10, max: 95 }),
  }),
  { numRuns: Number(count), seed: Number(seed) },
);

const steps: { at: string; do: string; [field: string]: unknown }[] = [];
const tell = (at: DateTime, what: Record<string, unknown> & { do: string }) =>
  steps.push({ at: DateTime.max(at, starts).toISO() ?? '', ...what });

const free = doors.map(() => starts.plus({ days: 3 }).startOf('day'));
draws.forEach(({ nights, aheadDays, fate, fateAt }, index) => {
  const side = index % doors.length;
  const arrival = free[side] ?? starts;
  free[side] = arrival.plus({ days: nights });
  const booked = DateTime.max(arrival.minus({ days: aheadDays, hours: index % 12 }), starts);
  const key = { source: 'season', propertyId: `house-${side}`, reservationId: `S-${1000 + index}` };
  const entry = (revision: number, stayed: number) => ({
    ...key,
    revision,
    arrival: `${arrival.toISODate()}T16:00`,
    departure: `${arrival.plus({ days: stayed }).toISODate()}T10:00`,
    doors: [doors[side]],
    guest: { name: names[index % names.length], email: `guest-${index}@guests.example` },
  });
  tell(booked, { do: 'reservation', reservation: entry(1, nights) });
  const later = booked.plus({ milliseconds: (arrival.diff(booked).toMillis() * fateAt) / 100 });
  if (fate < 31) tell(later, { do: 'cancel', ...key, revision: 2 });
  else if (fate < 38) tell(later, { do: 'reservation', reservation: entry(2, nights - 1) });
});

const faultAt = (days: number, fault: Record<string, unknown>) =>
  tell(starts.plus({ days, hours: 5 }), { do: 'fault', fault });
faultAt(6, { kind: 'reset_after_commit', path: '/access_codes/create', times: 2 });
faultAt(13, { kind: 'rate_limited', path: '/access_codes/create', times: 5, retry_after: 30 });
faultAt(20, { kind: 'outage' });
tell(starts.plus({ days: 20, hours: 13 }), { do: 'clearFaults' });

steps.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
process.stdout.write(`${JSON.stringify({ starts: starts.toISO(), steps }, null, 2)}\n`);
