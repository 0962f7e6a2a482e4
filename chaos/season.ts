import fc from 'fast-check';
import type { ReservationKey } from '../src/domain/reservation.ts';

/** What the PMS knows of a reservation from some moment on. Instants are milliseconds after the season's start. */
export interface Revision {
  revision: number;
  sentAt: number;
  status: 'confirmed' | 'cancelled';
  arrival: number;
  departure: number;
}

export interface Booking {
  key: ReservationKey;
  doorId: string;
  guest: { name: string; email: string };
  /** A PMS that calls the API, or a feed that is read now and then. */
  via: 'api' | 'feed';
  /** In which order the calls of a PMS arrive: as they were sent, the newest first, or the oldest once more at the end. */
  order: 'as sent' | 'newest first' | 'oldest again';
  revisions: Revision[];
}

export interface Season {
  bookings: Booking[];
  doorIds: string[];
  /** After the last departure. */
  endsAt: number;
}

const MINUTE = 60_000;
const GRID = 5 * MINUTE;

/**
 * A busy season in minutes, with the mix of a real one: 31 % cancelled, 7 % changed, 10 % booked shortly before
 * arrival, 63 % of the stays begin when another one ends. A stay lasts 10 or 20 minutes instead of nights. Of each four
 * reservations that a PMS changes or cancels, three have their calls out of order.
 */
export const planSeason = (reservations: number, minutes: number, seed: number): Season => {
  const faultsMs = minutes * MINUTE;
  const staysPerDoor = Math.max(1, Math.min(5, Math.round(minutes / 10)));
  // With its bias towards the ends of a range a third more would be cancelled.
  const draws = fc.sample(
    fc.noBias(
      fc.record({
        length: fc.constantFrom(10, 20),
        gap: fc.integer({ min: 0, max: 99 }),
        lead: fc.integer({ min: 0, max: 99 }),
        bookedAt: fc.double({ min: 0, max: 1, noNaN: true }),
        fate: fc.integer({ min: 0, max: 99 }),
        fateAt: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        isFeed: fc.integer({ min: 0, max: 4 }),
        shifts: fc.boolean(),
        order: fc.integer({ min: 0, max: 99 }),
      }),
    ),
    { numRuns: reservations, seed },
  );

  const doorIds: string[] = [];
  const bookings: Booking[] = [];
  let free = 0;
  draws.forEach((draw, index) => {
    if (index % staysPerDoor === 0) {
      doorIds.push(doorId(doorIds.length));
      free = 2 * GRID + (index % 3) * GRID;
    }
    const arrival = free + (draw.gap < 63 ? 0 : GRID);
    const departure = arrival + draw.length * MINUTE;
    free = departure;
    const latest = Math.min(faultsMs * 0.8, arrival - MINUTE);
    const bookedAt = draw.lead < 10 ? latest : draw.bookedAt * Math.min(latest, arrival - 6 * MINUTE);
    const first: Revision = { revision: 1, sentAt: bookedAt, status: 'confirmed', arrival, departure };
    const laterAt = bookedAt + draw.fateAt * Math.max(1_000, Math.min(arrival, faultsMs) - bookedAt);
    bookings.push({
      key: {
        source: 'chaos',
        propertyId: `house-${Math.floor(index / 20)}`,
        reservationId: `C-${String(index).padStart(5, '0')}`,
      },
      doorId: doorIds.at(-1) ?? '',
      guest: { name: `Guest ${index}`, email: `guest-${index}@guests.example` },
      via: draw.isFeed === 0 ? 'feed' : 'api',
      order: draw.order < 25 ? 'newest first' : draw.order < 75 ? 'oldest again' : 'as sent',
      revisions: [first, ...laterRevisions(first, draw, laterAt)],
    });
  });
  const endsAt = Math.max(
    ...bookings.flatMap(({ revisions }) => revisions.map(({ departure }) => departure)),
  );
  return { bookings, doorIds, endsAt };
};

const laterRevisions = (
  first: Revision,
  { fate, shifts }: { fate: number; shifts: boolean },
  sentAt: number,
): Revision[] => {
  if (fate < 31) return [{ ...first, revision: 2, sentAt, status: 'cancelled' }];
  if (fate >= 38) return [];
  // By an hour: another slot, so another code. By ten minutes: perhaps the code made still serves.
  const by = shifts ? 60 * MINUTE : 10 * MINUTE;
  return [
    {
      ...first,
      revision: 2,
      sentAt,
      arrival: first.arrival + (shifts ? by : 0),
      departure: first.departure + by,
    },
  ];
};

const doorId = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
