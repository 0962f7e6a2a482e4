import {
  ActivityFailure,
  allHandlersFinished,
  condition,
  isCancellation,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { AccessCode } from '../domain/access-code.ts';
import type { Reservation, ReservationKey } from '../domain/reservation.ts';
import type { DoorState, ReservationState } from '../domain/reservation-state.ts';
import { findingOut, issuing, reading } from './activity-options.ts';
import {
  forgetCode,
  forPeople,
  isSameStay,
  keepOrOrphanCode,
  orphan,
  standingOf,
  takeOver,
  takeOverFound,
  type DoorRun,
} from './door-run.ts';
import {
  endOf,
  follow,
  hint,
  isNeeded,
  mustBeOneOfItsDoors,
  mustBeThisReservation,
  openRun,
  retry,
  stateOf,
  type Run,
} from './run.ts';
import {
  applyReservationUpdate,
  cancelReservationUpdate,
  reservationSignal,
  reservationStateQuery,
  retryUpdate,
  seamEventSignal,
} from './messages.ts';
import { untilNextLook } from './next-look.ts';
import { showProgress } from './show-progress.ts';

const { planAccess, readAccessCode } = proxyActivities<Activities>(reading);
const { issueAccessCode } = proxyActivities<Activities>(issuing);
const { lookForAccessCode } = proxyActivities<Activities>(findingOut);

const RETRY_PAUSE_MS = 5 * 60_000;
const HUMAN_PAUSE_MS = 60 * 60_000;

/**
 * One reservation, from booking to departure: holds the stay against each of its doors, waits until a code may be made,
 * makes it once, waits until it works, and keeps it in view until the guest has left.
 */
export async function reservationWorkflow(booked: Reservation): Promise<ReservationState> {
  const run = openRun(booked);

  setHandler(reservationStateQuery, () => stateOf(run), {
    description: 'Where every door stands and why. Holds no PIN.',
  });
  setHandler(reservationSignal, (next) => void follow(run, next), {
    description: 'The reservation as the PMS has it now. Older or equal revisions are dropped.',
  });
  setHandler(applyReservationUpdate, (next) => follow(run, next), {
    description: 'The reservation as the PMS has it now, answered with the state of its doors.',
    validator: (next: Reservation) => mustBeThisReservation(run, next),
  });
  setHandler(
    cancelReservationUpdate,
    ({ revision }) => follow(run, { ...run.reservation, revision, status: 'cancelled' }),
    { description: 'The stay will not happen. Says which codes stay live.' },
  );
  setHandler(retryUpdate, ({ doorId }) => retry(run, doorId), {
    description: 'Something was mended: validate again now, at one door or at all. Makes no second code.',
    validator: ({ doorId }: { doorId?: string }) => mustBeOneOfItsDoors(run, doorId),
  });
  setHandler(seamEventSignal, ({ accessCodeId }) => hint(run, accessCodeId), {
    description: 'Seam spoke of a code: read it again.',
  });

  const beingServed = new Set<DoorRun>();
  const unserved = () => run.doors.filter((door) => isNeeded(run, door) && !beingServed.has(door));
  let fault: Error | undefined;
  do {
    for (const door of unserved()) {
      beingServed.add(door);
      serveDoor(run, door)
        .catch((error: Error) => (fault ??= error))
        .finally(() => beingServed.delete(door));
    }
    await condition(() => unserved().length > 0 || beingServed.size === 0);
    if (fault) throw fault;
  } while (beingServed.size > 0 || unserved().length > 0);

  await condition(allHandlersFinished);
  return stateOf(run);
}

/** One door's own story: its trouble never hides another door's success. */
async function serveDoor(run: Run, door: DoorRun): Promise<void> {
  while (isNeeded(run, door)) {
    door.mustLookAgain = false;
    await validate(run, door);
    if (door.problems.length > 0) await changeOrRetry(run, door);
    await issueWindow(run, door);
    await issueCode(run, door);
    await watchCode(run, door);
  }
  await closeDoor(run, door);
}

async function validate(run: Run, door: DoorRun): Promise<void> {
  const { propertyId, stay } = run.reservation;
  const { doorId } = door;
  door.problems = [];
  if (door.code && isSameStay(stay, door.askedFor?.stay)) return;
  const plan = await askSeam(run, door, () =>
    planAccess.executeWithOptions({ summary: `Validate the stay for door ${doorId}` }, [
      { propertyId, stay, doorId, nowMs: Date.now() },
    ]),
  );
  if (!plan) return;
  const isOtherwise = plan.problems.length > 0 || !isSameStay(stay, door.askedFor?.stay);
  if (door.mayExist && isOtherwise) await findOutWhatWasMade(run, door);
  door.plan = plan;
  keepOrOrphanCode(door, stay);
  door.problems = door.code ? [] : plan.problems;
}

/** Refused is not failed: the stay, the door or the account may yet be mended. */
async function changeOrRetry(run: Run, door: DoorRun): Promise<void> {
  const needsHuman = door.problems.some(({ reason }) => reason === 'seam_needs_attention');
  const why = door.problems.map(({ message }) => message).join(' ');
  move(run, door, needsHuman ? 'needs_human' : 'refused', why);
  const patienceMs = needsHuman ? HUMAN_PAUSE_MS : Infinity;
  await news(run, door, patienceMs, 'Until a change, a retry or the departure');
  door.mustLookAgain = true;
}

async function issueWindow(run: Run, door: DoorRun): Promise<void> {
  const issueAt = door.plan?.issueAt;
  const untilDueMs = issueAt ? Date.parse(issueAt) - Date.now() : 0;
  if (door.code || hasNews(run, door) || untilDueMs <= 0) return;
  move(
    run,
    door,
    'not_yet_due',
    `The code may be made from ${forPeople(issueAt ?? '')} UTC. Until then plans can change freely.`,
  );
  await news(run, door, untilDueMs, 'Until the code may be made');
}

/** The activity validates once more, looks for a code already made, and only then creates. */
async function issueCode(run: Run, door: DoorRun): Promise<void> {
  if (door.code || hasNews(run, door)) return;
  move(run, door, 'creating', 'Seam is being asked for the code.');
  const { stay } = run.reservation;
  const { doorId, version, mayExist } = door;
  door.askedFor = { stay, coverage: door.plan?.coverage ?? null };
  door.mayExist = true;
  const outcome = await askSeam(run, door, () =>
    issueAccessCode.executeWithOptions({ summary: `Make code ${version} for door ${doorId}` }, [
      { key: keyOf(run), stay, doorId, version, mayExist, nowMs: Date.now() },
    ]),
  );
  if (!outcome) return;
  takeOver(door, outcome);
  if (door.problems.length > 0) await changeOrRetry(run, door);
}

/** Until it is ready, by webhook and backstop; then by webhook alone, until the guest has left. */
async function watchCode(run: Run, door: DoorRun): Promise<void> {
  for (let looks = 0; door.code && !hasNews(run, door); looks += 1) {
    const standing = standingOf(door, door.code);
    door.problems = standing.problems;
    move(run, door, standing.state, standing.why);
    if (standing.state === 'ready') looks = 0;
    await hintOrNews(run, door, pauseBeforeLook(door, looks, standing.wakeAt));
    if (!hasNews(run, door)) await readCodeAgain(run, door, door.code);
  }
}

async function readCodeAgain(run: Run, door: DoorRun, { accessCodeId }: AccessCode): Promise<void> {
  door.wasHinted = false;
  const answer = await askSeam(run, door, async () => ({
    code: await readAccessCode.executeWithOptions({ summary: `Read code ${accessCodeId} again` }, [
      accessCodeId,
    ]),
  }));
  if (!answer) return;
  if (answer.code) {
    door.code = answer.code;
  } else {
    forgetCode(door);
    await changeOrRetry(run, door);
  }
}

async function closeDoor(run: Run, door: DoorRun): Promise<void> {
  if (door.mayExist) await findOutWhatWasMade(run, door);
  const guestHasLeft = run.reservation.status === 'confirmed' && Date.now() >= endOf(run.reservation, door);
  if (guestHasLeft) {
    if (door.code) move(run, door, 'completed', 'The stay is over and the code has expired.');
    return;
  }
  if (door.code) orphan(door, door.code);
  const live = door.orphanedCodes
    .map(({ accessCodeId, endsAt }) => `${accessCodeId} until ${endsAt}`)
    .join(', ');
  const why = live ? `Not wanted any more, but these codes can't be deleted: ${live}.` : 'No code was made.';
  move(run, door, 'cancelled', why);
}

/** A create that ended without a word may have made a code, and it is live: nothing else is asked before that is known. */
async function findOutWhatWasMade(run: Run, door: DoorRun): Promise<void> {
  const lookup = { key: keyOf(run), doorId: door.doorId, version: door.version };
  const found = await lookForAccessCode.executeWithOptions({ summary: 'Was a code made all the same?' }, [
    lookup,
  ]);
  takeOverFound(door, found);
}

/** An outage is waited out: the question is put again with everything that may have changed meanwhile. */
async function askSeam<T>(run: Run, door: DoorRun, question: () => Promise<T>): Promise<T | undefined> {
  try {
    return await question();
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    const reason = error.cause?.message ?? 'no answer';
    move(run, door, door.state, `Seam could not be asked: ${reason}. It will be asked again.`);
    await news(run, door, RETRY_PAUSE_MS, 'Until Seam is asked again');
    door.mustLookAgain = true;
    return undefined;
  }
}

const hasNews = (run: Run, door: DoorRun): boolean => door.mustLookAgain || !isNeeded(run, door);

const news = (run: Run, door: DoorRun, patienceMs: number, summary: string): Promise<boolean> =>
  condition(() => hasNews(run, door), untilEndAtMost(run, door, patienceMs), { summary });

const hintOrNews = (run: Run, door: DoorRun, patienceMs: number): Promise<boolean> =>
  condition(() => door.wasHinted || hasNews(run, door), untilEndAtMost(run, door, patienceMs), {
    summary: patienceMs === Infinity ? 'Until the departure' : 'Until the code is read again',
  });

// A timeout of 0 would be over before anything could happen.
const untilEndAtMost = (run: Run, door: DoorRun, patienceMs: number): number =>
  Math.max(Math.min(patienceMs, endOf(run.reservation, door) - Date.now()), 1);

const pauseBeforeLook = (door: DoorRun, looks: number, wakeAt: string | null): number =>
  door.state === 'ready'
    ? Infinity
    : untilNextLook({ nowMs: Date.now(), looks, wakeAt, arrivalAt: door.plan?.arrivalAt ?? null });

const move = (run: Run, door: DoorRun, state: DoorState, why: string): void => {
  door.state = state;
  door.why = why;
  showProgress(run);
};

const keyOf = ({ reservation: { source, propertyId, reservationId } }: Run): ReservationKey => ({
  source,
  propertyId,
  reservationId,
});
