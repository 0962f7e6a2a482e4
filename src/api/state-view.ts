import { describeLiveCode, optionsFor, severityOf, type LiveCode } from '../domain/live-code.ts';
import { parseReservationWorkflowId } from '../domain/ids.ts';
import type { ReservationState } from '../domain/reservation-state.ts';
import { maySee } from './authorise.ts';
import type { ReservationStateView } from './contract.ts';
import type { Caller } from './tokens.ts';

/** What a caller is shown of a run. Fields the contract does not name are left out when it is written. */
export const stateView = (state: ReservationState, caller: Caller): ReservationStateView => ({
  ...state,
  doors: state.doors.map(({ orphanedCodes, ...door }) => ({
    ...door,
    liveCodes: orphanedCodes.map((live) => liveCodeView(live, caller)),
  })),
});

const liveCodeView = (
  live: LiveCode,
  caller: Caller,
): ReservationStateView['doors'][number]['liveCodes'][number] => ({
  noticeId: live.noticeId,
  code: live.code,
  cause: live.cause,
  severity: severityOf(live),
  text: describeLiveCode(withOwnOverlaps(live, caller)),
  wasDelivered: live.wasDelivered,
  options: optionsFor(live),
  closed: live.closed,
});

/** A door may serve another property too, whose reservations are not this caller's to know. How severe it is they may. */
export const withOwnOverlaps = (live: LiveCode, caller: Caller): LiveCode => ({
  ...live,
  assessment: live.assessment && {
    ...live.assessment,
    overlaps: live.assessment.overlaps.filter(({ workflowId }) => {
      const key = parseReservationWorkflowId(workflowId);
      return key !== null && maySee(caller, key.propertyId);
    }),
  },
});
