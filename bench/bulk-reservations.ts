import { anOracodeDoor } from '../test/support/simulator.ts';
import { stayOf, steadyZone } from '../test/support/builders.ts';

const STAYS_PER_DOOR = 50;

/** Doors for so many reservations, none of which overlap. */
export const doorsFor = (count: number) =>
  Array.from({ length: Math.ceil(count / STAYS_PER_DOOR) }, (_, index) =>
    anOracodeDoor({ timeZone: steadyZone, deviceId: doorId(index), name: `Door ${index}` }),
  );

const doorId = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

/** Canonical JSON, all arriving a month ahead or later; those that `isChanged` have another guest than before. */
export const bulkFeed = (source: string, count: number, isChanged: (index: number) => boolean) =>
  Array.from({ length: count }, (_, index) => {
    const door = Math.floor(index / STAYS_PER_DOOR);
    return {
      source,
      propertyId: `house-${door}`,
      reservationId: `R${index}`,
      ...stayOf({ arrivesInDays: 30 + (index % STAYS_PER_DOOR) * 4 }),
      timeZone: steadyZone,
      doors: [doorId(door)],
      guest: { name: isChanged(index) ? 'Ben Rivers' : 'Ada Rivers', email: `guest-${index}@guests.example` },
    };
  });
