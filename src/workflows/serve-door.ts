import {
  ActivityFailure,
  condition,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  TemporalFailure,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { AccessCode } from '../domain/access-code.ts';
import type { Plan } from '../domain/plan.ts';
import type { DoorState } from '../domain/reservation-state.ts';
import { findingOut, glancing, issuing, reading, readingCode } from './activity-options.ts';
import {
  forgetCode,
  forPeople,
  isSameStay,
  keepOrOrphanCode,
  orphan,
  standingOf,
  takeOver,
  takeOverFound,
  whatIsLive,
  type DoorRun,
} from './door-run.ts';
import { isoNow } from './iso-now.ts';
import { untilAskedAgain, untilNextLook } from './next-look.ts';
import { raiseDeadlines, raiseProblems, untilNextDeadline } from './raise.ts';
import { arrivalSpan, endOf, isNeeded, keyOf, type Run } from './run.ts';
import { beginDoubt } from './seek-late-codes.ts';
import { describeProgress, showProgress } from './show-progress.ts';

const { planAccess: planAtAGlance } = proxyLocalActivities<Activities>(glancing);
const { planAccess } = proxyActivities<Activities>(reading);
const { readAccessCode } = proxyActivities<Activities>(readingCode);
const { issueAccessCode } = proxyActivities<Activities>(issuing);
const { lookForAccessCode } = proxyActivities<Activities>(findingOut);

const HUMAN_PAUSE_MS = 60 * 60_000;

/** One door's own story: its trouble never hides another door's success. */
export async function serveDoor(run: Run, door: DoorRun): Promise<void> {
  while (isNeeded(run, door) && !run.isResting) {
    door.mustLookAgain = false;
    await validate(run, door);
    if (door.handled !== null) await handledByHand(run, door, door.handled);
    if (door.problems.length > 0) await changeOrRetry(run, door);
    await issueWindow(run, door);
    if (door.isHeld) await release(run, door);
    await issueCode(run, door);
    await watchCode(run, door);
  }
  if (!run.isResting) await closeDoor(run, door);
}

async function validate(run: Run, door: DoorRun): Promise<void> {
  const { stay } = run.reservation;
  door.problems = [];
  if (door.code && isSameStay(stay, door.askedFor?.stay)) return;
  // Not ready for this stay until that is known: during an outage its deadlines must be raised.
  moveQuietly(run, door, 'validating', 'The stay is being held against the door as Seam describes it now.');
  const plan = await askSeam(run, door, () => planFor(run, door));
  if (!plan) return;
  const isOtherwise = plan.problems.length > 0 || !isSameStay(stay, door.askedFor?.stay);
  if (door.mayExist && isOtherwise) await findOutWhatWasMade(run, door);
  door.plan = plan;
  keepOrOrphanCode(door, stay);
  door.problems = door.code ? [] : plan.problems;
}

async function planFor({ doors, reservation }: Run, { doorId }: DoorRun): Promise<Plan> {
  const { propertyId, stay } = reservation;
  const wanted = () => ({ propertyId, stay, doorId, nowMs: Date.now() });
  // Local activities that end side by side go on in another order when they are replayed.
  const isAlone = doors.length === 1;
  try {
    if (isAlone) return await planAtAGlance(wanted());
  } catch (error) {
    // A local activity fails with its own failure, not wrapped into an `ActivityFailure`.
    if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
  }
  const summary = `Validate the stay for door ${doorId}`;
  return planAccess.executeWithOptions({ summary }, [wanted()]);
}

/** Refused is not failed: the stay, the door or the account may yet be mended. */
async function changeOrRetry(run: Run, door: DoorRun): Promise<void> {
  const needsHuman = door.problems.some(({ reason }) => reason === 'seam_needs_attention');
  const why = door.problems.map(({ message }) => message).join(' ');
  move(run, door, needsHuman ? 'needs_human' : 'refused', why);
  raiseProblems(run, door);
  const patienceMs = needsHuman ? HUMAN_PAUSE_MS : Infinity;
  await news(run, door, patienceMs, 'Until a change, a retry or the departure');
  door.mustLookAgain = true;
}

async function handledByHand(run: Run, door: DoorRun, note: string): Promise<void> {
  move(run, door, 'handled_by_hand', `Somebody sees to it: ${note}`);
  await news(run, door, Infinity, 'Until the departure');
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

async function release(run: Run, door: DoorRun): Promise<void> {
  if (door.code || hasNews(run, door)) return;
  move(run, door, 'on_hold', 'An operator wants no code made for now.');
  await news(run, door, Infinity, 'Until it is released');
}

/** The activity validates once more, looks for a code already made, and only then creates. */
async function issueCode(run: Run, door: DoorRun): Promise<void> {
  if (door.code || door.isHeld || hasNews(run, door)) return;
  moveQuietly(run, door, 'creating', 'Seam is being asked for the code.');
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
  if (outcome.wasUnanswered) beginDoubt(door, version);
  if (door.problems.length > 0) await changeOrRetry(run, door);
}

/** Until it is ready, by webhook and backstop; then by webhook alone, until the guest has left. */
async function watchCode(run: Run, door: DoorRun): Promise<void> {
  for (let looks = 0; door.code && !hasNews(run, door); looks += 1) {
    const standing = standingOf(door, door.code);
    door.problems = standing.problems;
    move(run, door, standing.state, standing.why);
    raiseProblems(run, door);
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
    if (door.code) moveQuietly(run, door, 'completed', 'The stay is over and the code has expired.');
    return;
  }
  const cause = run.reservation.status === 'cancelled' ? 'cancelled' : 'door_dropped';
  if (door.code) orphan(door, door.code, cause);
  move(run, door, 'cancelled', whatIsLive(door));
}

/** A create that ended without a word may have made a code, and it is live: nothing else is asked before that is known. */
async function findOutWhatWasMade(run: Run, door: DoorRun): Promise<void> {
  moveQuietly(
    run,
    door,
    door.state,
    'A request for a code went unanswered: whether it made one is being found out.',
  );
  const lookup = { key: keyOf(run), doorId: door.doorId, version: door.version };
  const found = await lookForAccessCode.executeWithOptions({ summary: 'Was a code made all the same?' }, [
    lookup,
  ]);
  takeOverFound(door, found);
  beginDoubt(door, lookup.version);
}

/** An outage is waited out: the question is put again with everything that may have changed meanwhile. */
async function askSeam<T>(run: Run, door: DoorRun, question: () => Promise<T>): Promise<T | undefined> {
  try {
    const answer = await question();
    door.unanswered = 0;
    delete door.askedAgainAt;
    return answer;
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    const reason = error.cause?.message ?? 'no answer';
    const failures = door.unanswered ?? 0;
    const pauseMs = untilAskedAgain(Date.now(), failures, arrivalSpan(run, door));
    door.unanswered = failures + 1;
    door.askedAgainAt = new Date(Date.now() + pauseMs).toISOString();
    move(run, door, door.state, `Seam could not be asked: ${reason}. It will be asked again.`);
    await news(run, door, pauseMs, 'Until Seam is asked again');
    door.mustLookAgain = true;
    return undefined;
  }
}

const hasNews = (run: Run, door: DoorRun): boolean =>
  door.mustLookAgain || run.isResting || !isNeeded(run, door);

/** A change, a retry, the end; or the time is up. Deadlines of the door pass in here. */
const news = (run: Run, door: DoorRun, patienceMs: number, summary: string): Promise<void> =>
  wait(run, door, () => hasNews(run, door), patienceMs, summary);

const hintOrNews = (run: Run, door: DoorRun, patienceMs: number): Promise<void> => {
  const summary = patienceMs === Infinity ? 'Until the departure' : 'Until the code is read again';
  return wait(run, door, () => door.wasHinted || hasNews(run, door), patienceMs, summary);
};

async function wait(
  run: Run,
  door: DoorRun,
  isOver: () => boolean,
  patienceMs: number,
  summary: string,
): Promise<void> {
  const until = Date.now() + patienceMs;
  do {
    const untilEnd = endOf(run.reservation, door) - Date.now();
    const untilNext = Math.min(until - Date.now(), untilEnd, untilNextDeadline(run, door));
    // A timeout of 0 would be over before anything could happen.
    await condition(isOver, Math.max(untilNext, 1), { summary });
    raiseDeadlines(run, door);
  } while (!isOver() && Date.now() < until);
}

const pauseBeforeLook = (door: DoorRun, looks: number, wakeAt: string | null): number =>
  door.state === 'ready'
    ? Infinity
    : untilNextLook({ nowMs: Date.now(), looks, wakeAt, arrivalAt: door.plan?.arrivalAt ?? null });

const move = (run: Run, door: DoorRun, state: DoorState, why: string): void => {
  enter(door, state, why);
  showProgress(run);
};

/** A state of moments, or the last one: not worth an upsert. That a run is over its execution status tells. */
const moveQuietly = (run: Run, door: DoorRun, state: DoorState, why: string): void => {
  enter(door, state, why);
  describeProgress(run);
};

const enter = (door: DoorRun, state: DoorState, why: string): void => {
  if (door.state !== state) door.since = isoNow();
  Object.assign(door, { state, why });
};
