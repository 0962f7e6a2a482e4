import type { Reservation } from '../src/domain/reservation.ts';
import { anOracodeDoor } from '../test/support/simulator.ts';
import { stayOf, steadyZone } from '../test/support/builders.ts';

const STAYS_PER_DOOR = 50;

/** Doors for so many reservations, none of which overlap. */
export const doorsFor = (count: number) =>
  Array.from({ length: Math.ceil(count / STAYS_PER_DOOR) }, (_, index) =>
    anOracodeDoor({ timeZone: steadyZone, deviceId: doorId(index), name: `Door ${index}` }),
  );

const doorId = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

/** Canonical JSON, all arriving so many days ahead or later; those that `isChanged` have another guest than before. */
export const bulkFeed = (
  source: string,
  count: number,
  isChanged: (index: number) => boolean,
  daysAhead = 30,
) =>
  Array.from({ length: count }, (_, index) => {
    const door = Math.floor(index / STAYS_PER_DOOR);
    return {
      source,
      propertyId: `house-${door}`,
      reservationId: `R${index}`,
      ...stayOf({ arrivesInDays: daysAhead + (index % STAYS_PER_DOOR) * 4 }),
      timeZone: steadyZone,
      doors: [doorId(door)],
      guest: { name: isChanged(index) ? 'Ben Rivers' : 'Ada Rivers', email: `guest-${index}@guests.example` },
    };
  });

export type BulkRow = ReturnType<typeof bulkFeed>[number];

/** As the runs have it. */
export const asReservation = ({ doors, arrival, departure, ...row }: BulkRow): Reservation => ({
  ...row,
  stay: { arrival, departure },
  doorIds: doors,
  revision: 1,
  status: 'confirmed',
});
