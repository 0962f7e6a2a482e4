import type { ReservationKey } from './reservation.ts';

// Encoded parts hold no slash, so that no two reservations share an id.
const joined = ({ source, propertyId, reservationId }: ReservationKey): string =>
  [source, propertyId, reservationId].map(encodeURIComponent).join('/');

/**
 * What Temporal's SQL stores hold; its server alone would take 1000, and dev servers do. Encoded ids are ASCII: one byte
 * a character.
 */
export const longestWorkflowId = 255;

/** `reservation/<source>/<propertyId>/<reservationId>`, each part percent-encoded. */
export const reservationWorkflowId = (key: ReservationKey): string => `reservation/${joined(key)}`;

/** The inverse of `reservationWorkflowId`; null for any other id. */
export const parseReservationWorkflowId = (workflowId: string): ReservationKey | null => {
  const [kind, source, propertyId, reservationId, ...rest] = workflowId.split('/');
  if (kind !== 'reservation' || !source || !propertyId || !reservationId || rest.length > 0) return null;
  try {
    return {
      source: decodeURIComponent(source),
      propertyId: decodeURIComponent(propertyId),
      reservationId: decodeURIComponent(reservationId),
    };
  } catch {
    return null;
  }
};

/**
 * The token in a code's name by which a lost create is found again: the same for every attempt at one code, and another
 * for the next code of the same reservation and door. Holds nothing of the guest.
 */
export const accessCodeName = (key: ReservationKey, version: number): string =>
  `${accessCodeNames(key)}${version}`;

/** What the names of all codes of a reservation at a door begin with. */
export const accessCodeNames = (key: ReservationKey): string => `staykey ${joined(key)} #`;

/** The run that gathers what staff must know: one for each deployment. */
export const staffDigestWorkflowId = (taskQueue: string): string => `staff-digest/${taskQueue}`;

/** The schedule of a feed; Temporal adds the time to it for each run. */
export const importScheduleId = (feedId: string): string => `import/${feedId}`;

/** A page of what was last seen of a feed, counted from 0. Feed ids need no encoding. */
export const feedLedgerWorkflowId = (feedId: string, page: number): string => `feed-ledger/${feedId}/${page}`;
