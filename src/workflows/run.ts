import { ApplicationFailure, condition } from '@temporalio/workflow';
import type { StaffNotice } from '../domain/outgoing.ts';
import type { Reservation, ReservationKey } from '../domain/reservation.ts';
import { accessStatus, type ReservationState } from '../domain/reservation-state.ts';
import { keepMemo } from './keep-memo.ts';
import type { Span } from './next-look.ts';
import { isSameStay, openDoor, reportOf, whatIsLive, type DoorRun } from './door-run.ts';

/** All that a run knows. Plain data: it is carried over when a run continues as new. */
export interface Run {
  reservation: Reservation;
  /** In the order first named; a door the reservation no longer names stays, for the codes it holds. */
  doors: DoorRun[];
  /** Notices staff have not been handed yet. */
  outbox: StaffNotice[];
  /** When a worker first took it up, epoch milliseconds. */
  openedAt?: number;
  /** Gathers itself to continue as new: every wait ends, nothing new begins. */
  isResting: boolean;
}

export const openRun = (reservation: Reservation): Run => {
  const openedAt = Date.now();
  const doors = [...new Set(reservation.doorIds)].map((doorId) => openDoor(doorId, openedAt));
  if (reservation.status === 'cancelled') {
    for (const door of doors) Object.assign(door, { state: 'cancelled', why: 'No code was made.' });
  }
  return { reservation, doors, outbox: [], openedAt, isResting: false };
};

export const stateOf = (run: Run): ReservationState => {
  const doors = run.doors.map((door) =>
    wasNeverServed(run, door)
      ? { ...reportOf(door), state: 'cancelled' as const, why: whatIsLive(door) }
      : reportOf(door),
  );
  return {
    ...keyOf(run),
    revision: run.reservation.revision,
    stay: run.reservation.stay,
    status: accessStatus(doors),
    doors,
  };
};

// Runs whose history was begun before such doors were closed in their story sleep until departure as they are, and what
// they say must be true all the same.
const wasNeverServed = ({ reservation }: Run, door: DoorRun): boolean =>
  reservation.status === 'cancelled' &&
  door.state === 'validating' &&
  door.plan === null &&
  door.askedFor === null &&
  door.orphanedCodes.length === 0;

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
export const follow = (run: Run, next: Reservation): Answer => {
  const known = run.reservation;
  if (next.revision <= known.revision) return answer(run, 'dropped');
  run.reservation = next;
  if (next.guest.email && next.guest.email !== known.guest.email) {
    for (const door of run.doors) door.mustTellGuestAnew = door.delivered !== null;
  }
  for (const doorId of next.doorIds) {
    if (!run.doors.some((door) => door.doorId === doorId)) run.doors.push(openDoor(doorId, Date.now()));
  }
  if (!isSameStay(next.stay, known.stay)) {
    for (const door of run.doors) {
      door.plan = null;
      door.mustLookAgain = true;
      door.followedSince = Date.now();
      door.deadlinesRaised = [];
    }
  }
  // No door has a reason to move, and a list shows the guest by name.
  if (next.guest.name !== known.guest.name) keepMemo(run);
  return answer(run, 'accepted');
};

/** The same, answered when every door has been held against the stay: a refusal is worth waiting a moment for. */
export const followAndJudge = async (run: Run, next: Reservation): Promise<Answer> => {
  const { outcome } = follow(run, next);
  await condition(() => isJudged(run), LONGEST_JUDGEMENT_MS, { summary: 'Until the stay is validated' });
  return answer(run, outcome);
};

const LONGEST_JUDGEMENT_MS = 2_500;

const isJudged = (run: Run): boolean =>
  run.doors.every((door) =>
    isNeeded(run, door) ? !door.mustLookAgain && door.state !== 'validating' : overStates.has(door.state),
  );

const overStates = new Set<DoorRun['state']>(['cancelled', 'completed']);

export const hint = (run: Run, accessCodeId: string): void => {
  for (const door of run.doors) {
    if (door.code?.accessCodeId === accessCodeId) door.wasHinted = true;
    for (const live of door.orphanedCodes) {
      if (live.code.accessCodeId === accessCodeId) live.wasHinted = true;
    }
  }
};

export const keyOf = ({ reservation: { source, propertyId, reservationId } }: Run): ReservationKey => ({
  source,
  propertyId,
  reservationId,
});

/** Does the stay still want a code for this door? */
export const isNeeded = ({ reservation }: Run, door: DoorRun): boolean =>
  reservation.status === 'confirmed' &&
  reservation.doorIds.includes(door.doorId) &&
  Date.now() < endOf(reservation, door);

/** When there is nothing left to do for this door, epoch milliseconds. */
export const endOf = ({ stay }: Reservation, { plan, code }: DoorRun): number => {
  if (plan === null) return Infinity;
  const known = [plan.departureAt, plan.coverage?.endsAt, code?.endsAt].filter(
    (at) => typeof at === 'string',
  );
  return known.length > 0 ? Math.max(...known.map((at) => Date.parse(at))) : latestEnd(stay);
};

/** When the guest arrives. Without the door's zone it is between UTC+14, the first place to reach that time, and UTC-12. */
export const arrivalSpan = ({ reservation: { stay } }: Run, { plan }: DoorRun): Span => {
  if (plan?.arrivalAt) {
    const at = Date.parse(plan.arrivalAt);
    return { earliest: at, latest: at };
  }
  const asUtc = Date.parse(`${stay.arrival.replace(' ', 'T')}Z`);
  return { earliest: asUtc - 14 * HOUR, latest: asUtc + 12 * HOUR };
};

/** When the guest will have left the last door, epoch milliseconds. */
export const departureOf = ({ reservation: { stay }, doors }: Run): number =>
  Math.max(...doors.map(({ plan }) => (plan?.departureAt ? Date.parse(plan.departureAt) : latestEnd(stay))));

// The door's zone is unknown: the last place on Earth to reach that wall-clock time is at UTC-12. An open-ended stay
// is given up on 31 days after its arrival.
const latestEnd = ({ arrival, departure }: Reservation['stay']): number => {
  const asUtc = Date.parse(`${(departure ?? arrival).replace(' ', 'T')}Z`);
  if (Number.isNaN(asUtc)) return 0;
  return asUtc + 12 * HOUR + (departure === null ? 31 * 24 * HOUR : 0);
};

const HOUR = 3_600_000;

export const mustBeThisReservation = ({ reservation }: Run, next: Reservation): void => {
  const mine = [reservation.source, reservation.propertyId, reservation.reservationId].join('/');
  const theirs = [next.source, next.propertyId, next.reservationId].join('/');
  if (mine !== theirs) {
    throw ApplicationFailure.nonRetryable(`This run is for ${mine}, not for ${theirs}`, 'AnotherReservation');
  }
};
