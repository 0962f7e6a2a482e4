import type { AccessCodes, Applied, Door, DoorList, Queued, Reissued, Validated } from './answers.ts';
import { listReservations, type ReservationListing } from './list-reservations.ts';
import { toSettings, type CallOptions, type ClientOptions, type LeverOptions } from './options.ts';
import { doorPath, reservationPath } from './path.ts';
import type * as Request from './requests.ts';
import { createSend } from './send.ts';
import type { ReservationKey, ReservationState } from './state.ts';

/**
 * The HTTP API of Staykey. Every method rejects with a `StaykeyError` when its call is not carried out. All but
 * `reissue` are safe to repeat, and are repeated when Staykey can't answer now.
 */
export interface StaykeyClient {
  /** Starts or changes a reservation. An older revision is refused: `isStale`. */
  putReservation: (
    key: ReservationKey,
    reservation: Request.ReservationBody,
    options?: CallOptions,
  ) => Promise<Applied | Queued>;
  /** Codes that exist stay live and get a notice. A reservation nobody knows is refused: `isUnknownReservation`. */
  cancelReservation: (
    key: ReservationKey,
    made: Request.CancelQuery,
    options?: CallOptions,
  ) => Promise<Applied | Queued>;
  getReservation: (key: ReservationKey, options?: CallOptions) => Promise<ReservationState>;
  /** Newest first. A reservation that ran twice is there twice. */
  listReservations: (query?: Request.ListQuery, options?: CallOptions) => ReservationListing;
  /** What each door would be asked for now: of the reservation given, else as it is known. Makes nothing. */
  validate: (
    key: ReservationKey,
    reservation?: Request.ReservationFields,
    options?: CallOptions,
  ) => Promise<Validated>;
  /** Look again now, at one door or at all; makes no second code. */
  retry: (key: ReservationKey, door?: Request.DoorOrAll, options?: LeverOptions) => Promise<ReservationState>;
  /** Tells the guest again of the codes that are ready, at one door or at all. */
  resend: (
    key: ReservationKey,
    door?: Request.DoorOrAll,
    options?: LeverOptions,
  ) => Promise<ReservationState>;
  /** Another code for the same stay. The old one serves until the new one is ready, and STAYS LIVE: never repeated by itself. */
  reissue: (key: ReservationKey, door: Request.OneDoor, options?: LeverOptions) => Promise<Reissued>;
  /** Closes the notice of a live code with one of its options. */
  acknowledge: (
    key: ReservationKey,
    choice: Request.Acknowledgement,
    options?: LeverOptions,
  ) => Promise<ReservationState>;
  /** Make no code for now; deadlines are raised all the same. */
  hold: (key: ReservationKey, door?: Request.DoorOrAll, options?: LeverOptions) => Promise<ReservationState>;
  /** Takes a hold back. */
  release: (
    key: ReservationKey,
    door?: Request.DoorOrAll,
    options?: LeverOptions,
  ) => Promise<ReservationState>;
  /** Somebody sees to the door without Staykey. */
  markHandled: (
    key: ReservationKey,
    handled: Request.Handled,
    options?: LeverOptions,
  ) => Promise<ReservationState>;
  /** The PINs, read from Seam now. Needs a token with the right `read-pin`; Staykey logs each read. */
  readAccessCodes: (key: ReservationKey, options?: CallOptions) => Promise<AccessCodes>;
  /** Every Oracode door: zone, slots, and the times they serve. */
  listDoors: (query?: Request.DoorQuery, options?: CallOptions) => Promise<DoorList>;
  getDoor: (doorId: string, query?: Request.DoorQuery, options?: CallOptions) => Promise<Door>;
}

/** @throws {TypeError} when an option is not as expected */
export const createClient = (clientOptions: ClientOptions): StaykeyClient => {
  const send = createSend(toSettings(clientOptions));
  const get = async <Answer>(path: string, query: object, options?: CallOptions) =>
    send<Answer>({ method: 'GET', path, query, isRepeatable: true }, options);
  const lever = async <Answer>(path: string, body: object, options: LeverOptions = {}) => {
    // Of a lost answer the run knows by the key what it said.
    const { idempotencyKey = crypto.randomUUID() } = options;
    return send<Answer>({ method: 'POST', path, body, idempotencyKey, isRepeatable: true }, options);
  };

  // `async` throughout: what is wrong with a key rejects like everything else.
  return {
    putReservation: async (key, body, options) =>
      send({ method: 'PUT', path: reservationPath(key), body, isRepeatable: true }, options),
    cancelReservation: async (key, query, options) =>
      send({ method: 'DELETE', path: reservationPath(key), query, isRepeatable: true }, options),
    getReservation: async (key, options) => get(reservationPath(key), {}, options),
    listReservations: (query = {}, options) => listReservations(send, { ...query }, options),
    validate: async (key, body, options) =>
      send({ method: 'POST', path: reservationPath(key, 'validate'), body, isRepeatable: true }, options),
    retry: async (key, door = {}, options) => lever(reservationPath(key, 'retry'), door, options),
    resend: async (key, door = {}, options) => lever(reservationPath(key, 'resend'), door, options),
    reissue: async (key, body, options) =>
      send(
        {
          method: 'POST',
          path: reservationPath(key, 'reissue'),
          body,
          idempotencyKey: options?.idempotencyKey,
          // A run that has gone on as a new one knows no keys of before, and a second code can't be taken back.
          isRepeatable: false,
        },
        options,
      ),
    acknowledge: async (key, choice, options) => lever(reservationPath(key, 'acknowledge'), choice, options),
    hold: async (key, door = {}, options) => lever(reservationPath(key, 'hold'), door, options),
    release: async (key, door = {}, options) => lever(reservationPath(key, 'release'), door, options),
    markHandled: async (key, handled, options) => lever(reservationPath(key, 'handled'), handled, options),
    readAccessCodes: async (key, options) => get(reservationPath(key, 'access-codes'), {}, options),
    listDoors: async (query = {}, options) => get('/v1/doors', query, options),
    getDoor: async (doorId, query = {}, options) => get(doorPath(doorId), query, options),
  };
};
