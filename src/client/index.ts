export { createClient, type StaykeyClient } from './create-client.ts';
export type { CallOptions, ClientOptions, LeverOptions } from './options.ts';
export type { ReservationListing } from './list-reservations.ts';
export {
  isRefused,
  isRevisionReused,
  isStale,
  isStaykeyError,
  isUnavailable,
  isUnknownReservation,
  StaykeyError,
} from './errors.ts';
export type * from './answers.ts';
export type * from './problem-details.ts';
export type * from './requests.ts';
export type * from './state.ts';
