export { feedLedgerWorkflow } from './feed-ledger.ts';
export { reservationWorkflow } from './reservation.ts';
export { staffDigestWorkflow } from './staff-digest.ts';
