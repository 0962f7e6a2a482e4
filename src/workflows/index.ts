export { feedLedgerWorkflow } from './feed-ledger.ts';
export { importFeedWorkflow } from './import-feed.ts';
export { reservationWorkflow } from './reservation.ts';
export { staffDigestWorkflow } from './staff-digest.ts';
