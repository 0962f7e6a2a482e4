import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';

const patient = {
  initialInterval: '2 seconds',
  backoffCoefficient: 3,
  maximumInterval: '2 minutes',
} as const;

// Of Temporal's task queues, the middle of 1 to 5. A run that an import began long before its time has a lower one, and
// would hand that on: from making the code on, what it does is as urgent as what others do.
const asUrgentAsOthers = { priority: { priorityKey: 3 } } as const;

/**
 * A read of Seam inside the run's own step: a third of the history events, and nothing waits for a queue. Once and
 * briefly, as the run hears no message meanwhile; what takes longer is left to `planning`.
 */
export const localRead: LocalActivityOptions = {
  startToCloseTimeout: '2 seconds',
  scheduleToCloseTimeout: '2 seconds',
  retry: { maximumAttempts: 1 },
};

/** After so many attempts the activity itself answers that Seam is silent, with what is known without it. */
export const PLANNING_ATTEMPTS = 4;

/**
 * Reads of Seam. Bounded, so that a change or a cancellation that comes during an outage is not kept waiting; the run
 * asks again afterwards.
 */
const reading: ActivityOptions = {
  startToCloseTimeout: '45 seconds',
  scheduleToCloseTimeout: '3 minutes',
  retry: patient,
};

export const planning: ActivityOptions = {
  ...reading,
  retry: { ...patient, maximumAttempts: PLANNING_ATTEMPTS },
};

/** The same of a code that has been made. */
export const readingCode: ActivityOptions = { ...reading, ...asUrgentAsOthers };

/**
 * Making a code, bounded for the same reason. One attempt holds a few HTTP calls and the pauses between looks; by its
 * heartbeats a worker that died in the middle is noticed long before that is over.
 */
export const issuing: ActivityOptions = {
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout: '20 seconds',
  scheduleToCloseTimeout: '10 minutes',
  retry: patient,
  ...asUrgentAsOthers,
};

/** What a live code means. Staff are told without it when Seam stays silent, and again once it is known. */
export const assessing: ActivityOptions = {
  startToCloseTimeout: '45 seconds',
  scheduleToCloseTimeout: '2 minutes',
  retry: patient,
  ...asUrgentAsOthers,
};

/** Whether a request made a code: its looks take a while, and show by heartbeats that they go on. */
export const lookup: ActivityOptions = {
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout: '20 seconds',
  scheduleToCloseTimeout: '10 minutes',
  retry: patient,
  ...asUrgentAsOthers,
};

/** A message with PINs is sent once: by the next attempt another code may be the one to tell of, and the run knows. */
export const delivery: ActivityOptions = {
  startToCloseTimeout: '2 minutes',
  retry: { maximumAttempts: 1 },
  ...asUrgentAsOthers,
};

/** Messages to staff. Their servers may be down for long; a repeat is recognisable by its id. */
export const delivering: ActivityOptions = {
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 2, maximumInterval: '10 minutes' },
};

/**
 * A reading of a feed, up to 50,000 rows at the slowest pace that can be set. It beats all the while; a feed that can't
 * be reached is tried three times, and then at its next time.
 */
export const importing: ActivityOptions = {
  startToCloseTimeout: '3 hours',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 3, maximumAttempts: 5 },
};

/** Handing a notice to the run that gathers them: the only thing in the way is Temporal itself. */
export const raising: ActivityOptions = {
  startToCloseTimeout: '10 seconds',
  retry: patient,
  ...asUrgentAsOthers,
};
