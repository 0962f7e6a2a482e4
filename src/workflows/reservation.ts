import {
  allHandlersFinished,
  condition,
  continueAsNew,
  patched,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Reservation } from '../domain/reservation.ts';
import type { ReservationState } from '../domain/reservation-state.ts';
import {
  acknowledge,
  markHandled,
  mustBeOneOfItsDoors,
  mustBeOpenNotice,
  mustHaveCode,
  mustHaveReadyCode,
  reissue,
  resend,
  retry,
  setHold,
  type Acknowledgement,
} from './levers.ts';
import {
  acknowledgeUpdate,
  applyReservationUpdate,
  cancelReservationSignal,
  cancelReservationUpdate,
  holdUpdate,
  markHandledUpdate,
  reissueUpdate,
  releaseUpdate,
  reservationSignal,
  resendUpdate,
  reservationStateQuery,
  retryUpdate,
  seamEventSignal,
  type OneDoor,
} from './messages.ts';
import { emptyOutbox } from './raise.ts';
import {
  departureOf,
  follow,
  followAndJudge,
  hint,
  isNeeded,
  mustBeThisReservation,
  openRun,
  stateOf,
  type Run,
} from './run.ts';
import { seekLateCodes } from './seek-late-codes.ts';
import { serveDoor } from './serve-door.ts';
import { tellGuest } from './tell-guest.ts';
import { watchLiveCode } from './watch-live-code.ts';

/** A run that is longer than this goes on as a new one, with all it knows. Events. */
const LONGEST_HISTORY = 2_000;

/**
 * One reservation, from booking to departure: every door gets its code, the guest is told of it, staff are told of what
 * goes wrong, and every code that is live and not wanted is kept in view until it is dealt with or over.
 * `carried` is what an earlier part of this run knew.
 */
export async function reservationWorkflow(booked: Reservation, carried?: Run): Promise<ReservationState> {
  const run = carried ?? openRun(booked);
  answerMessages(run);

  await liveThrough(run);

  await condition(allHandlersFinished);
  if (run.isResting) {
    await continueAsNew<typeof reservationWorkflow>(run.reservation, { ...run, isResting: false });
  }
  return stateOf(run);
}

/** All stories of the run, side by side: trouble in one never hides success in another. */
async function liveThrough(run: Run): Promise<void> {
  const told = new Set<object>();
  let running = 0;
  let fault: Error | undefined;
  const tell = (subject: object, story: Promise<void>) => {
    told.add(subject);
    running += 1;
    story
      .catch((error: Error) => (fault ??= error))
      .finally(() => {
        running -= 1;
        told.delete(subject);
      });
  };
  const doors = () => run.doors.filter((door) => isNeeded(run, door) && !told.has(door));
  // Cancelled before its story began: it has none but its end.
  const unserved = () =>
    run.doors.filter((door) => door.state === 'validating' && !isNeeded(run, door) && !told.has(door));
  const liveCodes = () =>
    run.doors.flatMap((door) =>
      door.orphanedCodes
        .filter((live) => live.closed === null && !told.has(live))
        .map((live) => ({ door, live })),
    );
  const doubts = () =>
    run.doors.flatMap((door) =>
      (door.doubts ?? [])
        .filter((doubt) => !doubt.isOver && !told.has(doubt))
        .map((doubt) => ({ door, doubt })),
    );
  const isWaiting = () =>
    !run.isResting && (doors().length > 0 || liveCodes().length > 0 || doubts().length > 0);

  let isOver = false;
  const messages = [emptyOutbox(run, () => isOver), tellGuest(run, () => isOver)];
  for (const message of messages) message.catch((error: Error) => (fault ??= error));
  do {
    if (!run.isResting) {
      for (const door of doors()) tell(door, serveDoor(run, door));
      for (const door of unserved()) {
        if (patched('doors that were never needed are closed')) tell(door, serveDoor(run, door));
      }
      for (const { door, live } of liveCodes()) tell(live, watchLiveCode(run, door, live));
      for (const { door, doubt } of doubts()) tell(doubt, seekLateCodes(run, door, doubt));
    }
    await condition(
      () => fault !== undefined || isWaiting() || running === 0 || (!run.isResting && isLong()),
    );
    run.isResting ||= isLong();
    if (fault) throw fault;
  } while (running > 0 || isWaiting() || (await isBookedAgain(run)));
  isOver = true;
  await Promise.all(messages);
}

/**
 * A cancelled reservation's run stays until its departure would have been, so that what comes late, such as a booking
 * sent before the cancellation, is held against the revision it knows and begins no run of its own.
 */
async function isBookedAgain(run: Run): Promise<boolean> {
  const cancelled = run.reservation;
  if (cancelled.status !== 'cancelled' || run.isResting) return false;
  if (!patched('cancelled runs stay until departure')) return false;
  const untilDeparture = departureOf(run) - Date.now();
  if (untilDeparture <= 0) return false;
  return condition(() => run.reservation !== cancelled || isLong(), untilDeparture, {
    summary: 'Until the cancelled stay would have ended',
  });
}

const isLong = (): boolean =>
  workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > LONGEST_HISTORY;

/** What the outside may ask and say. Every message is safe to repeat. */
function answerMessages(run: Run): void {
  setHandler(reservationStateQuery, () => stateOf(run), {
    description: 'Where every door stands and why. Holds no PIN.',
  });
  setHandler(reservationSignal, (next) => void follow(run, next), {
    description: 'The reservation as the PMS has it now. Older or equal revisions are dropped.',
  });
  setHandler(applyReservationUpdate, (next) => followAndJudge(run, next), {
    description: 'The reservation as the PMS has it now, answered with the state of its doors.',
    validator: (next: Reservation) => mustBeThisReservation(run, next),
  });
  const cancelled = (revision: number): Reservation => ({
    ...run.reservation,
    revision,
    status: 'cancelled',
  });
  setHandler(cancelReservationUpdate, ({ revision }) => followAndJudge(run, cancelled(revision)), {
    description: 'The stay will not happen. Codes that exist stay live and get a notice.',
  });
  setHandler(cancelReservationSignal, ({ revision }) => void follow(run, cancelled(revision)), {
    description: 'The same, kept until a worker is up.',
  });
  setHandler(retryUpdate, (door?: OneDoor) => retry(run, door?.doorId), {
    description: 'Something was mended: look again now, at one door or at all. Makes no second code.',
    validator: (door?: OneDoor) => mustBeOneOfItsDoors(run, door?.doorId),
  });
  setHandler(reissueUpdate, ({ doorId }) => reissue(run, doorId), {
    description: 'Another code for the same stay. The old one STAYS LIVE until it expires.',
    validator: (door?: OneDoor) => mustHaveCode(run, door?.doorId ?? ''),
  });
  setHandler(acknowledgeUpdate, (acknowledgement) => acknowledge(run, acknowledgement), {
    description: 'Staff have seen the notice of a live code and chosen one of its options.',
    validator: (acknowledgement: Acknowledgement) => mustBeOpenNotice(run, acknowledgement),
  });
  setHandler(holdUpdate, (door?: OneDoor) => setHold(run, door?.doorId, true), {
    description: 'Make no code for now, at one door or at all. Deadlines are raised all the same.',
    validator: (door?: OneDoor) => mustBeOneOfItsDoors(run, door?.doorId),
  });
  setHandler(releaseUpdate, (door?: OneDoor) => setHold(run, door?.doorId, false), {
    description: 'Takes a hold back.',
    validator: (door?: OneDoor) => mustBeOneOfItsDoors(run, door?.doorId),
  });
  setHandler(markHandledUpdate, ({ doorId, note }) => markHandled(run, doorId, note), {
    description: 'Somebody sees to the door without Staykey. An empty note takes it back.',
    validator: (door?: OneDoor) => mustBeOneOfItsDoors(run, door?.doorId ?? ''),
  });
  setHandler(resendUpdate, (door?: OneDoor) => resend(run, door?.doorId), {
    description:
      'Tells the guest again of the codes that are ready, at one door or at all. Makes no second code.',
    validator: (door?: OneDoor) => mustHaveReadyCode(run, door?.doorId),
  });
  setHandler(seamEventSignal, ({ accessCodeId }) => hint(run, accessCodeId), {
    description: 'Seam spoke of a code: read it again.',
  });
}
