import type { Policy } from '../domain/policy.ts';
import type { Seam } from '../seam/client.ts';
import { heartbeating } from './heartbeating.ts';
import { createIssueAccessCode } from './issue-access-code.ts';
import { createLookForAccessCode } from './look-for-access-code.ts';
import { createPlanAccess } from './plan-access.ts';
import { createReadAccessCode } from './read-access-code.ts';

export interface ActivityDependencies {
  seam: Seam;
  policyOf: (propertyId: string) => Policy;
  /** Pauses between repeated looks for a code that may have been made, milliseconds. */
  lookPausesMs: readonly number[];
}

export const createActivities = (dependencies: ActivityDependencies) => ({
  planAccess: createPlanAccess(dependencies),
  issueAccessCode: heartbeating(createIssueAccessCode(dependencies)),
  lookForAccessCode: heartbeating(createLookForAccessCode(dependencies)),
  readAccessCode: createReadAccessCode(dependencies),
});

export type Activities = ReturnType<typeof createActivities>;
