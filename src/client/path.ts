import type { ReservationKey } from './state.ts';

/** @throws {TypeError} when a part can't be in a URL; quotes it */
export const reservationPath = (
  { source, propertyId, reservationId }: ReservationKey,
  ...rest: string[]
): string =>
  [
    '/v1/reservations',
    encoded('source', source),
    encoded('propertyId', propertyId),
    encoded('reservationId', reservationId),
    ...rest,
  ].join('/');

export const doorPath = (doorId: string): string => `/v1/doors/${encoded('doorId', doorId)}`;

// Every URL parser takes "." and ".." for a way through the folders, encoded or not: it would be another request.
const encoded = (name: string, value: string): string => {
  if (typeof value === 'string' && value.trim() !== '' && value !== '.' && value !== '..') {
    try {
      return encodeURIComponent(value);
    } catch {
      // Half a surrogate pair.
    }
  }
  throw new TypeError(`${name} is ${JSON.stringify(value)}: expected text that can be part of a URL`);
};
