import { parseReservationWorkflowId, reservationWorkflowId } from '../domain/ids.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

export const RESERVATION = '<source>/<propertyId>/<reservationId> or a workflow id';

/**
 * The workflow id of a reservation as operators name it. Only the workflow id is percent-encoded; a reservation id may
 * hold slashes.
 * @throws {CommandError}
 */
export const workflowIdOf = (reservation: string): string => {
  if (parseReservationWorkflowId(reservation)) return reservation;
  const [source, propertyId, ...rest] = reservation.split('/');
  const reservationId = rest.join('/');
  if (!source || !propertyId || !reservationId) {
    throw new CommandError(`"${reservation}": expected ${RESERVATION}`, exitCodes.refused);
  }
  return reservationWorkflowId({ source, propertyId, reservationId });
};
