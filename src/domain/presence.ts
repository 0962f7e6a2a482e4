import type { SeenReservation } from './compare-row.ts';
import type { Completeness } from './completeness.ts';
import { parseReservationWorkflowId, reservationWorkflowId } from './ids.ts';

/** What a feed had at one reading, as far as it tells what is there. */
export interface SeenFeed {
  rows: readonly SeenReservation[];
  /** Read, and gets no code. */
  passedOver: readonly { reservationId: string }[];
  /** Not understood, with as much of its identity as could be read. */
  bad: readonly { propertyId: string | null; reservationId: string | null }[];
  completeness: Completeness;
}

/**
 * Whether a reading has anything of a reservation, by workflow id. A row must be of the same property: one that moved is
 * another reservation here, and the old one is missing. Of what is bad or passed over the property may be unknown.
 */
export const presentIn = ({ rows, passedOver, bad }: SeenFeed): ((workflowId: string) => boolean) => {
  const workflowIds = new Set(rows.map(reservationWorkflowId));
  const anywhere = new Set(passedOver.map(({ reservationId }) => reservationId));
  const atProperty = new Set<string>();
  for (const { propertyId, reservationId } of bad) {
    if (reservationId === null) continue;
    if (propertyId === null) anywhere.add(reservationId);
    else atProperty.add(JSON.stringify([propertyId, reservationId]));
  }
  return (workflowId) => {
    if (workflowIds.has(workflowId)) return true;
    const key = parseReservationWorkflowId(workflowId);
    if (key === null) return false;
    return (
      anywhere.has(key.reservationId) || atProperty.has(JSON.stringify([key.propertyId, key.reservationId]))
    );
  };
};
