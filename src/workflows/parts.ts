import { condition } from '@temporalio/workflow';
import { nextGuardStep } from '../domain/door/guard-step.ts';
import { nextStep } from '../domain/door/next-step.ts';
import { departureOf } from '../domain/door/stay-span.ts';
import { guardDoor, isGuardStepWanted } from './guard-door.ts';
import { emptyOutbox } from './raise.ts';
import { mustRest, post, type Run } from './run.ts';
import { serveDoor } from './serve-door.ts';
import type { Part } from './supervise.ts';
import { hasSomethingToTell, tellGuest } from './tell-guest.ts';

/** What a run does side by side, as far as there is something to do. One that is to continue as new only hands over. */
export const partsOf = (run: Run): Part[] => [
  ...(mustRest() ? [] : activeParts(run)),
  ...(run.outbox.length > 0 ? [{ name: 'outbox', begin: () => emptyOutbox(run) }] : []),
];

/** There is something left to do, now or in the part of the run that continues this one. */
export const isUnfinished = (run: Run): boolean => activeParts(run).length > 0;

const activeParts = (run: Run): Part[] => [
  ...run.doors
    .filter((door) => isServed(run, door))
    .map(({ doorId }) => ({
      name: `serve ${doorId}`,
      begin: () => serveDoor(run, doorId),
    })),
  ...run.doors
    .filter((door) => isGuardStepWanted(run, nextGuardStep(door, Date.now())))
    .map(({ doorId }) => ({ name: `guard ${doorId}`, begin: () => guardDoor(run, doorId) })),
  ...(hasSomethingToTell(run) ? [{ name: 'tell the guest', begin: () => tellGuest(run) }] : []),
  ...(isKeptAfterCancelling(run)
    ? [{ name: 'keep the cancellation', begin: () => keepCancellation(run) }]
    : []),
];

// A run that is closing asks once what a lost request made, and waits for nothing.
const isServed = ({ isClosing }: Run, door: Run['doors'][number]): boolean => {
  const step = nextStep(door, Date.now());
  return step.do !== 'rest' && !(isClosing && step.do === 'wait');
};

/**
 * A cancelled reservation's run stays until its departure would have been, so that what comes late, such as a booking
 * sent before the cancellation, is compared with the revision it knows and begins no run of its own.
 */
const isKeptAfterCancelling = (run: Run): boolean =>
  !run.isClosing && run.reservation.status === 'cancelled' && departureOfRun(run) > Date.now();

const keepCancellation = async (run: Run): Promise<void> => {
  const untilDeparture = Math.max(1, departureOfRun(run) - Date.now());
  const cancelled = run.reservation;
  await condition(() => run.reservation !== cancelled || run.isClosing || mustRest(), untilDeparture, {
    summary: 'Until the cancelled stay would have ended',
  });
};

const departureOfRun = ({ doors }: Run): number => Math.max(...doors.map(departureOf), 0);

/** The run was cancelled in Temporal: nothing more is made, and staff hear of what is live. Returns the revision it knew. */
export const closeRun = (run: Run): number => {
  run.isClosing = true;
  for (const { doorId } of run.doors) post(run, doorId, { is: 'not_wanted', cause: 'run_cancelled' });
  return run.reservation.revision;
};
