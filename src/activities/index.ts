import type { CodesNews, StaffDigest } from '../domain/outgoing.ts';
import type { Policy } from '../domain/policy.ts';
import type { Seam } from '../seam/client.ts';
import { createAssessLiveCode, type StaysElsewhere } from './assess-live-code.ts';
import { createDeliverCodes, type Channel } from './deliver-codes.ts';
import { heartbeating } from './heartbeating.ts';
import { createImportFeed, type FeedReadings } from './import-feed.ts';
import { createIssueAccessCode } from './issue-access-code.ts';
import { createLookForAccessCode } from './look-for-access-code.ts';
import { createPlanAccess, createWithdrawStay, type Neighbours } from './plan-access.ts';
import { createReadAccessCode } from './read-access-code.ts';
import { createRaiseNotices, createSendDigest, type StaffDesk } from './staff-notices.ts';

export interface ActivityDependencies extends StaysElsewhere, Neighbours, StaffDesk, FeedReadings {
  seam: Seam;
  policyOf: (propertyId: string) => Policy;
  /** Pauses between repeated looks for a code that may have been made, milliseconds. */
  lookPausesMs: readonly number[];
  /** Pauses between looks at a code just made, milliseconds. */
  readyPausesMs: readonly number[];
  /** See `issue-access-code.ts`. */
  onCode?: (how: 'made' | 'adopted') => void;
  notify: {
    codesChannels: (news: CodesNews) => Channel[];
    staffChannels: (digest: StaffDigest) => Channel[];
  };
}

export const createActivities = (dependencies: ActivityDependencies) => ({
  planAccess: createPlanAccess(dependencies),
  withdrawStay: createWithdrawStay(dependencies),
  issueAccessCode: heartbeating(createIssueAccessCode(dependencies)),
  lookForAccessCode: heartbeating(createLookForAccessCode(dependencies)),
  readAccessCode: createReadAccessCode(dependencies),
  deliverCodes: createDeliverCodes(dependencies),
  assessLiveCode: createAssessLiveCode(dependencies),
  importFeed: heartbeating(createImportFeed(dependencies)),
  raiseNotices: createRaiseNotices(dependencies),
  sendDigest: createSendDigest(dependencies),
});

export type Activities = ReturnType<typeof createActivities>;
