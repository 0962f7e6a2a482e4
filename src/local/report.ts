import type { DoorReport, DoorState, ReservationState } from '../domain/reservation-state.ts';
import type { Notice, Problem } from '../domain/problem.ts';
import type { BadEntry } from '../feeds/entry.ts';

/** One line per reservation and door. Never a PIN. */
export interface ReportEntry {
  source: string | null;
  propertyId: string | null;
  reservationId: string | null;
  doorId: string | null;
  state: DoorState;
  problems: Problem[];
  notices: Notice[];
  /** The time slot's name, and the user level's id beside it: names need not be unique. */
  slot: string | null;
  userLevelId: string | null;
  /** UTC. */
  startsAt: string | null;
  endsAt: string | null;
  /** The same instants on the lock's own clock, with offset. */
  localStart: string | null;
  localEnd: string | null;
  accessCodeId: string | null;
  /** Null for an entry that could not be read: no run was started for it. */
  workflowId: string | null;
}

export const reportEntries = (workflowId: string, reservation: ReservationState): ReportEntry[] =>
  reservation.doors.map((door) => ({
    source: reservation.source,
    propertyId: reservation.propertyId,
    reservationId: reservation.reservationId,
    ...ofDoor(door),
    workflowId,
  }));

const ofDoor = ({ doorId, state, problems, notices, plan, code }: DoorReport) => ({
  doorId,
  state,
  problems,
  notices,
  slot: plan?.slot?.name ?? null,
  userLevelId: plan?.slot?.userLevelId ?? null,
  startsAt: plan?.coverage?.startsAt ?? null,
  endsAt: plan?.coverage?.endsAt ?? null,
  localStart: plan?.coverage?.localStart ?? null,
  localEnd: plan?.coverage?.localEnd ?? null,
  accessCodeId: code?.accessCodeId ?? null,
});

export const reportBadEntry = ({ source, propertyId, reservationId, message }: BadEntry): ReportEntry => ({
  source,
  propertyId,
  reservationId,
  doorId: null,
  state: 'refused',
  problems: [{ reason: 'invalid_input', message }],
  notices: [],
  slot: null,
  userLevelId: null,
  startsAt: null,
  endsAt: null,
  localStart: null,
  localEnd: null,
  accessCodeId: null,
  workflowId: null,
});
