import type { LiveCode, LiveCodeCause } from '../domain/live-code.ts';
import type { ReservationState } from '../domain/reservation-state.ts';
import type { ListedReservation } from './listed-reservation.ts';

/** A code that opens a door, and the run it was made for. */
export interface DoorCode {
  workflowId: string;
  reservationId: string;
  accessCodeId: string;
  /** UTC; null where Seam names no time. */
  startsAt: string | null;
  endsAt: string | null;
  /** Why it is not wanted as it is; null for one that serves its stay. */
  cause: LiveCodeCause | 'not_wanted' | null;
}

type Row = Pick<ListedReservation, 'workflowId' | 'reservationId' | 'liveCodes'>;

/** The codes behind a door that are live, as the run knows them. */
export const codesOfState = (
  { workflowId, reservationId }: Row,
  { doors }: ReservationState,
  doorId: string,
): DoorCode[] => {
  const codes = doors
    .filter((door) => door.doorId === doorId)
    .flatMap(({ code, orphanedCodes }) => [
      ...(code ? [{ ...code, cause: null }] : []),
      ...orphanedCodes.filter(isLive).map((live) => ({ ...live.code, cause: live.cause })),
    ]);
  // A code that outlives its stay serves it, and is among those not wanted as they are.
  return [...new Map(codes.map((code) => [code.accessCodeId, code])).values()].map(
    ({ accessCodeId, startsAt, endsAt, cause }) => ({
      workflowId,
      reservationId,
      accessCodeId,
      startsAt,
      endsAt,
      cause,
    }),
  );
};

/** Only those that are not wanted: the memo holds no others. */
export const codesOfMemo = ({ workflowId, reservationId, liveCodes }: Row, doorId: string): DoorCode[] =>
  liveCodes
    .filter((live) => live.doorId === doorId)
    .map(({ accessCodeId, startsAt, endsAt }) => ({
      workflowId,
      reservationId,
      accessCodeId,
      startsAt,
      endsAt,
      cause: 'not_wanted',
    }));

// What was acknowledged opens the door all the same.
const isLive = ({ closed }: LiveCode): boolean => closed === null || closed.how === 'acknowledged';
