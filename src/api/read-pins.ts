import type { FastifyRequest } from 'fastify';
import { reservationWorkflowId } from '../domain/ids.ts';
import type { ReservationKey } from '../domain/reservation.ts';
import type { DoorReport } from '../domain/reservation-state.ts';
import { readState } from '../temporal/reservation-states.ts';
import { callerOf } from './authorise.ts';
import type { AccessCodes } from './contract.ts';
import type { ApiDependencies } from './dependencies.ts';

type Asked = Pick<FastifyRequest, 'log' | 'caller'> & { params: ReservationKey };

/** The PINs of a reservation, read from Seam now. Who read which is in the log, whatever its level. */
export const createReadPins =
  ({ client, seam, settings }: Pick<ApiDependencies, 'client' | 'seam' | 'settings'>) =>
  async (request: Asked): Promise<AccessCodes['accessCodes']> => {
    const workflowId = reservationWorkflowId(request.params);
    const { doors } = await readState(client, workflowId, settings.answerWithinMs);
    const wanted = doors.flatMap(codesOf);
    const audit = request.log.child({ audit: 'pin-read' }, { level: 'info' });
    const ids = {
      by: callerOf(request).name,
      workflowId,
      accessCodeIds: wanted.map((code) => code.accessCodeId),
    };
    // Before the answer: a read that nobody can find in the log must not be.
    audit.info(ids, 'PINs are read');
    return Promise.all(wanted.map(async (code) => ({ ...code, pin: await seam.readPin(code.accessCodeId) })));
  };

const codesOf = ({ doorId, code, orphanedCodes }: DoorReport) => {
  const unwanted = orphanedCodes
    .filter((live) => live.closed?.how !== 'gone' && live.closed?.how !== 'expired')
    .map((live) => live.code)
    .filter(({ accessCodeId }) => accessCodeId !== code?.accessCodeId);
  return [
    ...(code ? [{ code, role: 'serves' as const }] : []),
    ...unwanted.map((one) => ({ code: one, role: 'unwanted' as const })),
  ].map(({ code: { accessCodeId, startsAt, endsAt }, role }) => ({
    doorId,
    accessCodeId,
    role,
    startsAt,
    endsAt,
  }));
};
