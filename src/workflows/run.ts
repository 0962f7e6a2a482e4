import { workflowInfo } from '@temporalio/workflow';
import { answered, changed } from '../domain/door/changed.ts';
import { openDoor, type Door } from '../domain/door/door.ts';
import type { Answer, Message, Passage } from '../domain/door/events.ts';
import { reportOf } from '../domain/door/report.ts';
import type { StaffNotice } from '../domain/outgoing.ts';
import type { Reservation, ReservationKey } from '../domain/reservation.ts';
import { accessStatus, type ReservationState } from '../domain/reservation-state.ts';
import { showProgress } from './show-progress.ts';

/** All that a run knows. Plain data: it is carried over when a run continues as new. */
export interface Run {
  reservation: Reservation;
  /** In the order first named; a door the reservation no longer names stays, for the codes it holds. */
  doors: Door[];
  /** Notices staff have not been handed yet. */
  outbox: StaffNotice[];
  /** The run itself was cancelled in Temporal: what opens a door is told to staff, and then it ends. */
  isClosing: boolean;
}

/** A run of more events continues as a new one, with all it knows. */
const LONGEST_HISTORY = 2_000;

/**
 * `isAfterUnknownEnd`: an earlier run of this reservation ended without anybody knowing what it had made: every door is
 * looked at for its codes before anything else.
 */
export const openRun = (reservation: Reservation, isAfterUnknownEnd = false): Run => {
  // Deadlines count from when it was booked, however long no worker took it up.
  const bookedAt = workflowInfo().startTime.getTime();
  const run: Run = { reservation, doors: [], outbox: [], isClosing: false };
  for (const doorId of new Set(reservation.doorIds)) addDoor(run, doorId, bookedAt, isAfterUnknownEnd);
  return run;
};

const addDoor = (run: Run, doorId: string, atMs: number, isAfterUnknownEnd = false): void => {
  const { status, stay } = run.reservation;
  const wish =
    status === 'confirmed'
      ? ({ is: 'wanted', stay, since: atMs } as const)
      : ({ is: 'unwanted', stay, since: atMs, cause: 'cancelled' } as const);
  const door = openDoor(doorId, wish, atMs);
  const lostCreates = isAfterUnknownEnd
    ? [{ version: 0, answer: 'lost' as const, looks: 0, lookAt: atMs }]
    : [];
  run.doors.push({ ...door, lostCreates });
};

export const doorOf = (run: Run, doorId: string): Door => {
  const door = run.doors.find((each) => each.doorId === doorId);
  if (!door) throw new Error(`No door "${doorId}" in this run`);
  return door;
};

/** A message or something the run did. All that changes a door comes through here or through `postAnswer`. */
export const post = (run: Run, doorId: string, event: Message | Passage): void =>
  set(run, doorId, changed(doorOf(run, doorId), event, Date.now()));

/** The answer to a question that was asked in that epoch of the door. */
export const postAnswer = (run: Run, doorId: string, epoch: number, event: Answer): void =>
  set(run, doorId, answered(doorOf(run, doorId), epoch, event, Date.now()));

const set = (run: Run, doorId: string, next: Door): void => {
  run.doors = run.doors.map((door) => (door.doorId === doorId ? next : door));
  showProgress(run);
};

/** Takes over what the reservation wants of its doors now. */
export const followReservation = (run: Run, next: Reservation): void => {
  const { guest } = run.reservation;
  run.reservation = next;
  // Another run will do what it says, once staff know what this one leaves behind.
  if (run.isClosing) return;
  for (const doorId of next.doorIds) {
    if (!run.doors.some((door) => door.doorId === doorId)) addDoor(run, doorId, Date.now());
  }
  for (const { doorId, wish } of run.doors) {
    const isNamed = next.doorIds.includes(doorId);
    if (next.status === 'cancelled')
      post(run, doorId, { is: 'not_wanted', cause: 'cancelled', stay: next.stay });
    else if (!isNamed) post(run, doorId, { is: 'not_wanted', cause: 'door_dropped', stay: next.stay });
    else post(run, doorId, { is: wish.is === 'wanted' ? 'stay_changed' : 'wanted_again', stay: next.stay });
  }
  if (next.guest.email !== guest.email) {
    for (const { doorId } of run.doors) post(run, doorId, { is: 'address_changed' });
  }
  showProgress(run);
};

export const stateOf = (run: Run): ReservationState => {
  const doors = run.doors.map(reportOf);
  return {
    ...keyOf(run),
    revision: run.reservation.revision,
    stay: run.reservation.stay,
    status: accessStatus(doors),
    doors,
  };
};

export const keyOf = ({ reservation: { source, propertyId, reservationId } }: Run): ReservationKey => ({
  source,
  propertyId,
  reservationId,
});

/** The history has grown long: every wait ends, nothing new begins, and the run continues as a new one. */
export const mustRest = (): boolean =>
  workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > LONGEST_HISTORY;
