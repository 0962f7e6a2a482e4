export { reservationWorkflow } from './reservation.ts';
export { staffDigestWorkflow } from './staff-digest.ts';
