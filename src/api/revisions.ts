import type { Reservation, ReservationKey } from '../domain/reservation.ts';
import type { ReservationState } from '../domain/reservation-state.ts';
import type { Queued } from './contract.ts';
import { ApiProblem } from './problem.ts';

/** Older than what is followed: the caller must know that it changed nothing. */
export const mustNotBeStale = (revision: number, { revision: known }: ReservationState): void => {
  if (revision >= known) return;
  throw new ApiProblem(
    'stale-revision',
    `Revision ${revision} is older than ${known}, which is followed. Nothing was changed.`,
    { revision: known },
  );
};

/**
 * A repeat has the same contents. Other ones under the same revision would be passed over in silence. The guest is not
 * compared: a run shows nothing of them.
 */
export const mustBeTheSame = (
  { revision, stay, doorIds, status }: Reservation,
  { state, isCancelled }: { state: ReservationState; isCancelled: boolean },
): void => {
  const differences = [
    ...(stay.arrival === state.stay.arrival ? [] : [`arrival ${state.stay.arrival}`]),
    ...(stay.departure === state.stay.departure ? [] : [`departure ${state.stay.departure ?? 'open'}`]),
    ...(doorIds.every((id) => state.doors.some(({ doorId }) => doorId === id)) ? [] : ['other doors']),
    ...(isCancelled === (status === 'cancelled') || state.status === 'completed'
      ? []
      : [isCancelled ? 'as cancelled' : 'as confirmed']),
  ];
  if (differences.length === 0) return;
  throw new ApiProblem(
    'revision-reused',
    `Revision ${revision} is known with ${differences.join(', ')}. Expected a higher revision for a change.`,
    { revision: state.revision },
  );
};

/** The revision that is known may be that of a booking: then nothing was cancelled, and the caller must know. */
export const mustBeCancelled = (
  revision: number,
  { state, isCancelled }: { state: ReservationState; isCancelled: boolean },
): void => {
  if (isCancelled || state.status === 'completed') return;
  throw new ApiProblem(
    'revision-reused',
    `Revision ${revision} is that of the reservation as it stands. Nothing was cancelled; expected a higher revision.`,
    { revision: state.revision },
  );
};

/** 202, in the words of what was done. */
export const toQueued = ({
  source,
  propertyId,
  reservationId,
  revision,
}: ReservationKey & { revision: number }): Queued => ({
  outcome: 'queued',
  source,
  propertyId,
  reservationId,
  revision,
  message:
    'Kept durably, and not looked at yet: no worker answered in time. It is followed as soon as one is up, unless a newer revision is known by then. Ask with GET what became of it.',
});
