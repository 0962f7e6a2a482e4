/** Where the simulation touches Staykey: its messages, its activities, what it sends out, and what it says of itself. */
import { encodeUnifiedSearchAttributes } from '@temporalio/common/lib/converter/payload-search-attributes.js';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { createActivities, type ActivityDependencies } from '../src/activities/index.ts';
import type { Overlap } from '../src/domain/live-code.ts';
import type { CodesNews, StaffNotice } from '../src/domain/outgoing.ts';
import { defaultPolicy } from '../src/domain/policy.ts';
import type { Reservation } from '../src/domain/reservation.ts';
import type { ReservationState } from '../src/domain/reservation-state.ts';
import type { Seam } from '../src/seam/client.ts';
import { runOptions } from '../src/temporal/run-options.ts';
import { workflowSource } from '../src/temporal/workflow-code.ts';
import * as messages from '../src/workflows/messages.ts';
import type { JudgedState, LeverName } from './judge/ledger.ts';
import type { Payload } from '@temporalio/common';
import { fromPayload, toPayload } from './payloads.ts';
import type { StartOptions } from './server/server.ts';

export type { CodesNews, Reservation, ReservationState };

export const names = {
  apply: messages.applyReservationUpdate.name,
  cancel: messages.cancelReservationUpdate.name,
  reservation: messages.reservationSignal.name,
  cancelLater: messages.cancelReservationSignal.name,
  event: messages.seamEventSignal.name,
  state: messages.reservationStateQuery.name,
  neighbour: messages.neighbourStaySignal.name,
};

export const leverNames: Record<LeverName, string> = {
  retry: messages.retryUpdate.name,
  hold: messages.holdUpdate.name,
  release: messages.releaseUpdate.name,
  reissue: messages.reissueUpdate.name,
  markHandled: messages.markHandledUpdate.name,
  acknowledge: messages.acknowledgeUpdate.name,
  resend: messages.resendUpdate.name,
};

/** Whether runs are told of other stays at their doors as these come and go: until then overlaps are true only as of the last look. */
export const hearsOfNeighbours = true;

/** The code workers run, but with failures that can be read. */
export const bundleWorkflows = async (): Promise<string> =>
  (await bundleWorkflowCode({ ...workflowSource, logger: new DefaultLogger('ERROR') })).code;

interface World {
  seam: Seam;
  findOverlaps: (stay: { doorId: string; from: string; to: string }) => Promise<Overlap[]>;
  tellGuest: (news: CodesNews) => Promise<void>;
  tellStaff: (notices: StaffNotice[]) => Promise<void>;
}

export const activitiesIn = ({ seam, findOverlaps, tellGuest, tellStaff }: World) =>
  createActivities({
    seam,
    policyOf: () => defaultPolicy,
    // Each look is a call of its own in virtual time; a pause would be a real one.
    lookPausesMs: [],
    readyPausesMs: [],
    findOverlaps,
    announceStay: () => Promise.resolve(),
    importer: {} as ActivityDependencies['importer'],
    env: {},
    gather: tellStaff,
    notify: {
      // Where there is no address there is no way to reach the guest.
      codesChannels: (news) =>
        news.guest.email === undefined ? [] : [{ name: 'guest_email', send: () => tellGuest(news) }],
      staffChannels: () => [],
    },
  }) as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;

export const activityNames = [
  ...['planAccess', 'withdrawStay', 'issueAccessCode', 'lookForAccessCode', 'readAccessCode', 'deliverCodes'],
  ...['assessLiveCode', 'importFeed', 'raiseNotices', 'sendDigest'],
];

export const startOptions = (
  reservation: Reservation,
  nowMs: number,
  beginning?: 'after_unknown_end',
): StartOptions => {
  const { workflowId, memo, typedSearchAttributes } = runOptions('simulation', reservation, nowMs);
  return {
    workflowId,
    workflowType: 'reservationWorkflow',
    args: beginning === undefined ? [reservation] : [reservation, beginning],
    searchAttributes: encodeUnifiedSearchAttributes(undefined, typedSearchAttributes),
    memo: Object.fromEntries(Object.entries(memo).map(([name, value]) => [name, toPayload(value)])),
  };
};

const listedCodes = ({ AccessCodeIds: ids }: Record<string, Payload>): string[] =>
  ids ? ((fromPayload(ids) as string[] | null) ?? []) : [];

export const toJudgedState = (
  { revision, doors }: ReservationState,
  listed: Record<string, Payload> = {},
): JudgedState => ({
  revision,
  listedCodes: listedCodes(listed),
  doors: doors.map(({ doorId, state, code, standIn, orphanedCodes }) => ({
    doorId,
    state,
    codeId: code?.accessCodeId ?? null,
    standInId: standIn?.accessCodeId ?? null,
    liveCodes: orphanedCodes.map((live) => ({
      codeId: live.code.accessCodeId,
      noticeId: live.noticeId,
      cause: live.cause,
      closed: live.closed?.how ?? null,
      overlaps: (live.assessment?.overlaps ?? []).map(({ reservationId }) => reservationId),
    })),
  })),
});
