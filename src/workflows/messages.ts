import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Reservation } from '../domain/reservation.ts';
import type { ReservationState } from '../domain/reservation-state.ts';
import type { Acknowledgement, Reissued } from './levers.ts';
import type { Overlap } from '../domain/live-code.ts';
import type { Answer } from './follow.ts';

/** From the importer, by signal-with-start: durable although no worker may be up. */
export const reservationSignal = defineSignal<[Reservation]>('reservation');

/** From callers that need an answer. */
export const applyReservationUpdate = defineUpdate<Answer, [Reservation]>('applyReservation');
export const cancelReservationUpdate = defineUpdate<Answer, [{ revision: number }]>('cancelReservation');

/** The same as the update, for when no worker is up to answer it. */
export const cancelReservationSignal = defineSignal<[{ revision: number }]>('cancelReservationLater');

/** One door of the run; all of them where it is left out. */
export interface OneDoor {
  doorId?: string;
}

/** An operator fixed something: look again now, at one door or at all. */
export const retryUpdate = defineUpdate<ReservationState, [OneDoor]>('retry');

/** Another code in place of the one there is; the answer warns of what stays live. */
export const reissueUpdate = defineUpdate<Reissued, [{ doorId: string }]>('reissue');

/** An operator took note of a live code and chose an option of its notice. */
export const acknowledgeUpdate = defineUpdate<ReservationState, [Acknowledgement]>('acknowledge');

export const holdUpdate = defineUpdate<ReservationState, [OneDoor]>('hold');
export const releaseUpdate = defineUpdate<ReservationState, [OneDoor]>('release');
export const markHandledUpdate = defineUpdate<ReservationState, [{ doorId: string; note: string }]>(
  'markHandled',
);

/** The guest is sent the code once more. */
export const resendUpdate = defineUpdate<ReservationState, [OneDoor]>('resend');

/** A Seam webhook about one of our codes. A hint: the code is always read again. */
export interface SeamEvent {
  eventId: string;
  eventType: string;
  accessCodeId: string;
}
export const seamEventSignal = defineSignal<[SeamEvent]>('seamEvent');

/** Another reservation's stay at a door where this run holds a live code: its notice may name it. */
export interface NeighbourStay extends Overlap {
  doorId: string;
  /** It was cancelled or has left the door. */
  isOver: boolean;
}
export const neighbourStaySignal = defineSignal<[NeighbourStay]>('neighbourStay');

export const reservationStateQuery = defineQuery<ReservationState>('reservationState');
