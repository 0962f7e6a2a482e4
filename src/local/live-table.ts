import { table } from 'table';
import type { ReservationState } from '../domain/reservation-state.ts';
import type { BadEntry } from '../feeds/entry.ts';

const headings = ['Reservation', 'Door', "Guest's stay", 'Code opens (lock time)', 'State', 'Why'];

/** Every door of every reservation, for people. No guest's name, no PIN. */
export const renderTable = (states: ReservationState[], bad: BadEntry[]): string => {
  const rows = [
    ...states.flatMap((state) =>
      state.doors.map((door) => [
        state.reservationId,
        shorten(door.doorId),
        `${state.stay.arrival.replace('T', ' ')}\n${state.stay.departure?.replace('T', ' ') ?? 'open end'}`,
        door.plan?.coverage
          ? `${withoutOffset(door.plan.coverage.localStart)}\n${withoutOffset(door.plan.coverage.localEnd)}`
          : '-',
        door.state.replaceAll('_', ' '),
        [door.why, ...door.notices.map(({ message }) => `Note: ${message}`)].join('\n'),
      ]),
    ),
    ...bad.map(({ reservationId, message }) => [reservationId ?? '?', '-', '-', '-', 'refused', message]),
  ];
  return table([headings, ...rows], {
    columns: [{}, {}, {}, {}, {}, { width: 60, wrapWord: true }],
    drawHorizontalLine: (index, count) => index <= 1 || index === count,
  });
};

// Device ids are long and alike at the front.
const shorten = (doorId: string): string => (doorId.length > 14 ? `…${doorId.slice(-12)}` : doorId);

const withoutOffset = (local: string): string => local.slice(0, 16).replace('T', ' ');
