import { condition, patched, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { deadlinesOf, severityBefore, type Deadline, type DueDeadline } from '../domain/deadlines.ts';
import type { StaffNotice } from '../domain/outgoing.ts';
import { raising } from './activity-options.ts';
import type { DoorRun } from './door-run.ts';
import { arrivalSpan, isNeeded, keyOf, type Run } from './run.ts';

const { raiseNotices } = proxyActivities<Activities>(raising);

type NoticeText = Omit<StaffNotice, 'key' | 'workflowId' | 'doorId' | 'feedId'>;

/** Puts a notice into the outbox, which is part of the run's state: it is handed on once, whatever happens meanwhile. */
export const raise = (run: Run, door: DoorRun, { id, ...notice }: NoticeText): void => {
  const { workflowId, firstExecutionRunId } = workflowInfo();
  // A reservation that is booked again has the same workflow id and another chain of runs.
  const uniqueId = `${workflowId}/${firstExecutionRunId.slice(0, 8)}/${id}`;
  run.outbox.push({ id: uniqueId, ...notice, key: keyOf(run), workflowId, doorId: door.doorId });
};

/** Hands on what is in the outbox, until the run has nothing left to say. */
export async function emptyOutbox(run: Run, isOver: () => boolean): Promise<void> {
  while (run.outbox.length > 0 || !isOver()) {
    await condition(() => run.outbox.length > 0 || isOver());
    const notices = [...run.outbox];
    if (notices.length === 0) return;
    await raiseNotices.executeWithOptions({ summary: `Raise ${notices.length} notice(s) for staff` }, [
      notices,
    ]);
    run.outbox.splice(0, notices.length);
  }
}

/** Problems are told once, and again when they are others. */
export const raiseProblems = (run: Run, door: DoorRun): void => {
  const [first] = door.problems;
  const told = JSON.stringify(door.problems.map(({ reason, message }) => [reason, message]));
  // A reservation that is imported once more after its stay is nobody's problem.
  const isOver = !isNeeded(run, door);
  if (!first || isOver || told === door.problemsTold) return;
  door.problemsTold = told;
  const isForHumans = door.state === 'needs_human';
  raise(run, door, {
    id: `${door.doorId}/problem/${Date.now()}`,
    kind: isForHumans ? 'needs_human' : 'refused',
    severity: severityBefore(arrivalOf(run, door) - Date.now()),
    cause: first.reason,
    text: door.problems.map(({ message }) => message).join(' '),
    options: isForHumans
      ? ['Mend what Seam names, then retry.', 'Give the guest another way in and mark the door as handled.']
      : [
          'Change the stay or the door’s time slots, then retry.',
          'Give the guest another way in and mark the door as handled.',
        ],
  });
};

const workingOnIt = new Set<DoorRun['state']>([
  'validating',
  'creating',
  'waiting_until_ready',
  'refused',
  'needs_human',
  'on_hold',
]);

/** Milliseconds until the next deadline of a door that has no working code; Infinity when there is none. */
export const untilNextDeadline = (run: Run, door: DoorRun): number => {
  const [next] = openDeadlines(run, door);
  return next ? Math.max(next.at - Date.now(), 1) : Infinity;
};

/** Raises every deadline that has passed, also those that passed while no worker was up; each once. */
export const raiseDeadlines = (run: Run, door: DoorRun): void => {
  for (const deadline of openDeadlines(run, door).filter(({ at }) => at <= Date.now())) {
    door.deadlinesRaised.push(deadline.name);
    raise(run, door, {
      id: `${door.doorId}/${door.followedSince}/${deadline.name}`,
      kind: 'deadline',
      severity: deadline.severity,
      cause: door.problems[0]?.reason ?? door.state,
      text: `No working code ${deadline.name}. ${door.why}`,
      options: [
        'Look at the run and mend what it waits for.',
        'Give the guest another way in and mark the door as handled.',
      ],
    });
  }
};

const AT_ARRIVAL: Deadline['name'] = 'at arrival';

/** Milliseconds until staff must hear that nobody was told of a code that is ready; Infinity once they know of that arrival. */
export const untilUntold = (run: Run, door: DoorRun): number => {
  const due = deadlinesFor(run, door).find(({ name }) => name === AT_ARRIVAL);
  // Whoever was told of an earlier code for this very stay knows a way in.
  const isTold = door.delivered !== null && Date.parse(door.delivered.at) >= door.followedSince;
  return due && !isTold && !door.deadlinesRaised.includes(AT_ARRIVAL) ? due.at - Date.now() : Infinity;
};

/** The door opens, and the guest who should stand before it does not know how. Raised once, in place of the deadline at arrival. */
export const raiseUntold = (run: Run, door: DoorRun): void => {
  door.deadlinesRaised.push(AT_ARRIVAL);
  raise(run, door, {
    id: `${door.doorId}/${door.followedSince}/${AT_ARRIVAL}`,
    kind: 'deadline',
    severity: 'high',
    cause: 'untold',
    text: 'The code is ready, but nobody had been told of it at arrival.',
    options: ['Tell the guest yourself.', 'See why the message is late.'],
  });
};

const openDeadlines = (run: Run, door: DoorRun) => {
  if (!workingOnIt.has(door.state) || door.handled !== null || run.reservation.status !== 'confirmed')
    return [];
  return deadlinesFor(run, door).filter(({ name }) => !door.deadlinesRaised.includes(name));
};

const deadlinesFor = (run: Run, door: DoorRun): DueDeadline[] => {
  const arrival = arrivalOf(run, door);
  const bookedAt = workflowInfo().startTime.getTime();
  // It was booked in time, and no worker was up before the guest was: that is no booking after the arrival, which gets
  // some minutes more.
  const isTakenUpLate =
    door.followedSince === run.openedAt &&
    bookedAt <= arrival &&
    arrival < door.followedSince &&
    patched('a booking counts from when it came, not from when a worker took it up');
  return deadlinesOf(arrival, isTakenUpLate ? arrival : door.followedSince);
};

const arrivalOf = (run: Run, door: DoorRun): number => arrivalSpan(run, door).earliest;
