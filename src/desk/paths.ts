import type { ReservationKey } from '../domain/reservation.ts';

export const reservationPath = (
  { source, propertyId, reservationId }: ReservationKey,
  ...rest: string[]
): string =>
  ['/desk/reservations', ...[source, propertyId, reservationId].map(encodeURIComponent), ...rest].join('/');

export const doorPath = (doorId: string): string => `/desk/doors/${encodeURIComponent(doorId)}`;
