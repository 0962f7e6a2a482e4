import { expect, test } from 'vitest';
import type { Reservation } from '../../src/domain/reservation.ts';
import { moveSampleDates } from '../../src/local/sample-dates.ts';

const reservations = [
  { stay: { arrival: '2026-02-27T16:00', departure: '2026-03-02T10:00' } },
  { stay: { arrival: '2026-02-27T16:00', departure: null } },
] as Reservation[];

test('a sample written ten days ago moves by ten days, times untouched', () => {
  const moved = moveSampleDates('{ "writtenOn": "2026-02-20" }', reservations, '2026-03-02');
  expect(moved.map(({ stay }) => stay)).toEqual([
    { arrival: '2026-03-09T16:00', departure: '2026-03-12T10:00' },
    { arrival: '2026-03-09T16:00', departure: null },
  ]);
});

test.each(['[]', '{ "reservations": [] }', '{ "writtenOn": "yesterday" }'])('%s is left alone', (json) => {
  expect(moveSampleDates(json, reservations, '2026-03-02')).toEqual(reservations);
});
