import { TypedSearchAttributes } from '@temporalio/common';
import { reservationWorkflowId } from '../domain/ids.ts';
import { LIST_MEMO, memoAtStart } from '../domain/list-memo.ts';
import { defaultPolicy } from '../domain/policy.ts';
import type { Reservation } from '../domain/reservation.ts';
import { checkStay } from '../domain/stay.ts';
import { zoneClock } from '../domain/zone-clock.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';

// Of Temporal's task queues: 1 goes first, 5 last, 3 is what nothing is said of.
const LESS_URGENT = 4;

/**
 * How every reservation's run is started, by whatever message. Its search attributes and its memo are free at the start:
 * where the zone is known they say the dates, so that a planned run need not pay for saying them. What an import brings
 * long before its time lets all else go first.
 */
export const runOptions = (
  taskQueue: string,
  reservation: Reservation,
  nowMs: number,
  importRunId: string | null = null,
) => {
  const { propertyId, reservationId, doorIds, stay, timeZone } = reservation;
  const zone = timeZone === undefined ? null : zoneClock(timeZone);
  const { arrival, departure } = checkStay(stay, zone, defaultPolicy, nowMs);
  const isCancelled = reservation.status === 'cancelled';
  const isFarAhead = arrival !== null && arrival - nowMs > defaultPolicy.issueWindowMs;
  return {
    workflowId: reservationWorkflowId(reservation),
    taskQueue,
    staticSummary: `Reservation ${reservationId} at ${propertyId}`,
    memo: { [LIST_MEMO]: memoAtStart(reservation) },
    ...(importRunId !== null && isFarAhead ? { priority: { priorityKey: LESS_URGENT } } : {}),
    typedSearchAttributes: new TypedSearchAttributes([
      { key: searchAttributes.propertyId, value: propertyId },
      { key: searchAttributes.reservationId, value: reservationId },
      { key: searchAttributes.deviceIds, value: doorIds },
      {
        key: searchAttributes.accessStatus,
        value: isCancelled ? 'cancelled' : isFarAhead ? 'planned' : 'in_progress',
      },
      ...(importRunId === null ? [] : [{ key: searchAttributes.importRunId, value: importRunId }]),
      ...(arrival === null ? [] : [{ key: searchAttributes.arrivalAt, value: new Date(arrival) }]),
      ...(departure === null ? [] : [{ key: searchAttributes.departureAt, value: new Date(departure) }]),
    ]),
  };
};
