import {
  allHandlersFinished,
  CancellationScope,
  CancelledFailure,
  condition,
  continueAsNew,
} from '@temporalio/workflow';
import type { Reservation } from '../domain/reservation.ts';
import type { ReservationState } from '../domain/reservation-state.ts';
import { restartedNotice } from '../domain/door/staff-words.ts';
import { answerMessages } from './answer-messages.ts';
import { closeRun, isUnfinished, partsOf } from './parts.ts';
import { raise } from './raise.ts';
import { mustRest, openRun, stateOf, type Run } from './run.ts';
import { supervise } from './supervise.ts';

/** How a run begins: as a booking, as the next part of a run, or after one whose end nobody knows. */
export type Beginning = Run | 'after_unknown_end';

/**
 * One reservation, from booking to departure: every door gets its code, the guest is told of it, staff are told of what
 * goes wrong, and every code that is live and not wanted is kept in view until it is dealt with or over.
 */
export async function reservationWorkflow(
  booked: Reservation,
  beginning?: Beginning,
): Promise<ReservationState> {
  const run = isCarried(beginning) ? beginning : openRun(booked, beginning === 'after_unknown_end');
  answerMessages(run);
  if (beginning === 'after_unknown_end') raise(run, run.doors[0]?.doorId ?? null, restartedNotice());
  let closedAt = 0;
  const closing = CancellationScope.current().cancelRequested.catch(() => (closedAt = closeRun(run)));
  void closing;

  // Whoever cancels the run in Temporal must not leave live codes behind that nobody was told of.
  return CancellationScope.nonCancellable(async () => {
    do {
      await supervise(() => partsOf(run), condition);
      await condition(allHandlersFinished);
      // A message may have come while the last one was being answered.
    } while (partsOf(run).length > 0);

    if (run.isClosing) return close(run, closedAt);
    if (mustRest() && isUnfinished(run))
      await continueAsNew<typeof reservationWorkflow>(run.reservation, run);
    return stateOf(run);
  });
}

/** What the PMS said after somebody cancelled the run is no less true: it begins another. */
const close = async ({ reservation }: Run, closedAt: number): Promise<never> => {
  if (reservation.revision > closedAt)
    await continueAsNew<typeof reservationWorkflow>(reservation, 'after_unknown_end');
  throw new CancelledFailure('Cancelled in Temporal; staff know of every live code');
};

const isCarried = (beginning: Beginning | undefined): beginning is Run => typeof beginning === 'object';
