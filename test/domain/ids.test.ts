import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessCodeName, parseReservationWorkflowId, reservationWorkflowId } from '../../src/domain/ids.ts';
import type { ReservationKey } from '../../src/domain/reservation.ts';

const key = { source: 'hostaway', propertyId: 'beach-12', reservationId: '4711' };

// Short, and rich in what the ids themselves are made of, so that collisions would be found.
const part = fc.oneof(
  fc.string({ minLength: 1, unit: 'grapheme' }),
  fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom('/', '%', '2', 'F', '#', ' ', 'é') }),
);
const anyKey: fc.Arbitrary<ReservationKey> = fc.record({
  source: part,
  propertyId: part,
  reservationId: part,
});
const parts = ({ source, propertyId, reservationId }: ReservationKey) =>
  JSON.stringify([source, propertyId, reservationId]);

describe('a workflow id', () => {
  test('names the reservation', () => {
    expect(reservationWorkflowId(key)).toBe('reservation/hostaway/beach-12/4711');
  });

  test.each<[ReservationKey, ReservationKey]>([
    [
      { source: 'a/b', propertyId: 'c', reservationId: 'd' },
      { source: 'a', propertyId: 'b/c', reservationId: 'd' },
    ],
    [
      { source: 'a', propertyId: 'b/c', reservationId: 'd' },
      { source: 'a', propertyId: 'b%2Fc', reservationId: 'd' },
    ],
    [key, { ...key, source: 'Hostaway' }],
  ])('of %j is not that of %j', (one, other) => {
    expect(reservationWorkflowId(one)).not.toBe(reservationWorkflowId(other));
  });

  test('is read back to what it names', () => {
    fc.assert(
      fc.property(anyKey, (any) => {
        expect(parseReservationWorkflowId(reservationWorkflowId(any))).toEqual(any);
      }),
    );
  });

  test('is plain ASCII, so that its length in characters is its length in bytes', () => {
    fc.assert(
      fc.property(anyKey, (any) => {
        expect(reservationWorkflowId(any)).toMatch(/^[\x21-\x7e]+$/);
      }),
    );
  });

  test.each([
    '',
    'reservation',
    'import/a/b/c',
    'Reservation/a/b/c',
    'reservation/a/b',
    'reservation/a/b/c/d',
    'reservation/a//c',
    'reservation/a/b/',
    'reservation/a/b/%',
  ])('is not "%s"', (id) => {
    expect(parseReservationWorkflowId(id)).toBeNull();
  });
});

describe("a code's name", () => {
  test('is the same for every attempt and another for the next version', () => {
    expect(accessCodeName(key, 1)).toBe('staykey hostaway/beach-12/4711 #1');
    expect(accessCodeName({ ...key, propertyId: 'a/b' }, 2)).toBe('staykey hostaway/a%2Fb/4711 #2');
  });

  test('belongs to one version of one reservation, as a workflow id does to one reservation', () => {
    const version = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(anyKey, anyKey, version, version, (one, other, first, second) => {
        const isSame = parts(one) === parts(other);
        expect(reservationWorkflowId(one) === reservationWorkflowId(other)).toBe(isSame);
        const isSameName = accessCodeName(one, first) === accessCodeName(other, second);
        expect(isSameName).toBe(isSame && first === second);
      }),
      { numRuns: 1000 },
    );
  });
});
