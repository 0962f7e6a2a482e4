import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessCodeName, parseReservationWorkflowId, reservationWorkflowId } from '../../src/domain/ids.ts';

const key = { source: 'hostaway', propertyId: 'beach-12', reservationId: '4711' };

describe('workflow ids', () => {
  test('name the reservation', () => {
    expect(reservationWorkflowId(key)).toBe('reservation/hostaway/beach-12/4711');
  });

  test('a slash in a part makes no other reservation', () => {
    const one = reservationWorkflowId({ source: 'a/b', propertyId: 'c', reservationId: 'd' });
    const other = reservationWorkflowId({ source: 'a', propertyId: 'b/c', reservationId: 'd' });
    expect(one).not.toBe(other);
  });

  test('are read back to what they name', () => {
    const part = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(fc.record({ source: part, propertyId: part, reservationId: part }), (any) => {
        expect(parseReservationWorkflowId(reservationWorkflowId(any))).toEqual(any);
      }),
    );
  });

  test.each([
    '',
    'import/a/b/c',
    'reservation/a/b',
    'reservation/a/b/c/d',
    'reservation/a//c',
    'reservation/a/b/%',
  ])('"%s" is none', (id) => {
    expect(parseReservationWorkflowId(id)).toBeNull();
  });
});

test("a code's name is the same for every attempt and another for the next version", () => {
  expect(accessCodeName(key, 1)).toBe('staykey hostaway/beach-12/4711 #1');
  expect(accessCodeName({ ...key, propertyId: 'a/b' }, 2)).toBe('staykey hostaway/a%2Fb/4711 #2');
});
