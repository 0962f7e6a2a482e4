import { setHandler } from '@temporalio/workflow';
import type { Reservation } from '../domain/reservation.ts';
import { cancelled, follow, followAndJudge, mustBeThisReservation } from './follow.ts';
import {
  acknowledge,
  markHandled,
  mustBeOneOfItsDoors,
  mustBeOpenNotice,
  mustHaveCode,
  mustHaveReadyCode,
  pull,
  reissue,
  type Acknowledgement,
} from './levers.ts';
import {
  acknowledgeUpdate,
  applyReservationUpdate,
  cancelReservationSignal,
  cancelReservationUpdate,
  holdUpdate,
  markHandledUpdate,
  neighbourStaySignal,
  reissueUpdate,
  releaseUpdate,
  reservationSignal,
  resendUpdate,
  reservationStateQuery,
  retryUpdate,
  seamEventSignal,
  type NeighbourStay,
  type OneDoor,
} from './messages.ts';
import { post, stateOf, type Run } from './run.ts';

/** What the outside may ask and say. Every message is safe to repeat. */
export function answerMessages(run: Run): void {
  setHandler(reservationStateQuery, () => stateOf(run), {
    description: 'Where every door stands and why. Holds no PIN.',
  });
  setHandler(reservationSignal, (next) => void follow(run, next), {
    description: 'The reservation as the PMS has it now. Older or equal revisions are dropped.',
  });
  setHandler(applyReservationUpdate, (next) => followAndJudge(run, next), {
    description: 'The reservation as the PMS has it now, answered with the state of its doors.',
    validator: (next: Reservation) => mustBeThisReservation(run, next),
  });
  setHandler(cancelReservationUpdate, ({ revision }) => followAndJudge(run, cancelled(run, revision)), {
    description: 'The stay will not happen. Codes that exist stay live and get a notice.',
  });
  setHandler(cancelReservationSignal, ({ revision }) => void follow(run, cancelled(run, revision)), {
    description: 'The same, kept until a worker is up.',
  });
  answerOperators(run);
  setHandler(seamEventSignal, ({ accessCodeId }) => heard(run, accessCodeId), {
    description: 'Seam sent an event about a code: read it again.',
  });
  setHandler(neighbourStaySignal, (stay) => heardOfNeighbour(run, stay), {
    description: 'Another reservation’s stay at one of these doors was planned, changed or cancelled.',
  });
}

function answerOperators(run: Run): void {
  const ofOneDoor = { validator: (door?: OneDoor) => mustBeOneOfItsDoors(run, door?.doorId) };
  setHandler(retryUpdate, (door?: OneDoor) => pull(run, door?.doorId, { is: 'retry' }), {
    description: 'Something was fixed: look again now, at one door or at all. Makes no second code.',
    ...ofOneDoor,
  });
  setHandler(holdUpdate, (door?: OneDoor) => pull(run, door?.doorId, { is: 'hold' }), {
    description: 'Make no code for now, at one door or at all. Deadlines are raised all the same.',
    ...ofOneDoor,
  });
  setHandler(releaseUpdate, (door?: OneDoor) => pull(run, door?.doorId, { is: 'release' }), {
    description: 'Ends a hold.',
    ...ofOneDoor,
  });
  setHandler(reissueUpdate, ({ doorId }) => reissue(run, doorId), {
    description:
      'Another code for the same stay. The old one serves until it is ready, and STAYS LIVE until it expires.',
    validator: (door?: OneDoor) => mustHaveCode(run, door?.doorId ?? ''),
  });
  setHandler(acknowledgeUpdate, (acknowledgement) => acknowledge(run, acknowledgement), {
    description: 'Staff have seen the notice of a live code and chosen one of its options.',
    validator: (acknowledgement: Acknowledgement) => mustBeOpenNotice(run, acknowledgement),
  });
  setHandler(markHandledUpdate, ({ doorId, note }) => markHandled(run, doorId, note), {
    description: 'Someone handles the door manually. An empty note resumes.',
    validator: (door?: OneDoor) => mustBeOneOfItsDoors(run, door?.doorId ?? ''),
  });
  setHandler(resendUpdate, (door?: OneDoor) => pull(run, door?.doorId, { is: 'resend' }), {
    description:
      'Sends the guest the codes that are ready once more, at one door or at all. Makes no second code.',
    validator: (door?: OneDoor) => mustHaveReadyCode(run, door?.doorId),
  });
}

const heard = (run: Run, accessCodeId: string): void => {
  for (const { doorId } of run.doors) post(run, doorId, { is: 'seam_event', accessCodeId });
};

const heardOfNeighbour = (run: Run, { doorId, isOver, ...stay }: NeighbourStay): void => {
  if (run.doors.some((door) => door.doorId === doorId)) post(run, doorId, { is: 'neighbour', stay, isOver });
};
