export { reservationWorkflow } from './reservation.ts';
