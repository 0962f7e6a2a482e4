import { ApplicationFailure, CancellationScope, condition } from '@temporalio/workflow';
import { isWanted, phaseOf } from '../domain/door/door.ts';
import type { Reservation } from '../domain/reservation.ts';
import type { ReservationState } from '../domain/reservation-state.ts';
import { followReservation, mustRest, stateOf, type Run } from './run.ts';

/** `dropped`: not newer than what the run already follows; repeating it is safe. */
export interface Answer {
  outcome: 'accepted' | 'dropped';
  /** What the run follows now. */
  revision: number;
  isCancelled: boolean;
  state: ReservationState;
}

const answer = (run: Run, outcome: Answer['outcome']): Answer => ({
  outcome,
  revision: run.reservation.revision,
  isCancelled: run.reservation.status === 'cancelled',
  state: stateOf(run),
});

/** Takes over a newer revision; an older or equal one is dropped, so that every message is safe to repeat. */
export const follow = (run: Run, next: Reservation): Answer['outcome'] => {
  if (next.revision <= run.reservation.revision) return 'dropped';
  followReservation(run, next);
  return 'accepted';
};

/** The same, answered when every door has been compared with the stay: a refusal is worth waiting a moment for. */
export const followAndJudge = async (run: Run, next: Reservation): Promise<Answer> => {
  const outcome = follow(run, next);
  const isJudged = () => run.doors.every((door) => !isWanted(door) || phaseOf(door).is !== 'validating');
  // Also of a run that somebody cancels meanwhile, the caller hears how things stand.
  await CancellationScope.nonCancellable(() =>
    condition(() => isJudged() || mustRest(), LONGEST_JUDGEMENT_MS, {
      summary: 'Until the stay is validated',
    }),
  );
  return answer(run, outcome);
};

const LONGEST_JUDGEMENT_MS = 2_500;

export const cancelled = (run: Run, revision: number): Reservation => ({
  ...run.reservation,
  revision,
  status: 'cancelled',
});

export const mustBeThisReservation = ({ reservation }: Run, next: Reservation): void => {
  const mine = [reservation.source, reservation.propertyId, reservation.reservationId].join('/');
  const theirs = [next.source, next.propertyId, next.reservationId].join('/');
  if (mine !== theirs) {
    throw ApplicationFailure.nonRetryable(`This run is for ${mine}, not for ${theirs}`, 'AnotherReservation');
  }
};
