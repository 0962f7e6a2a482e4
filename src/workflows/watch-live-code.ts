import { condition, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { describeLiveCode, optionsFor, severityOf, type LiveCode } from '../domain/live-code.ts';
import { assessing } from './activity-options.ts';
import type { DoorRun } from './door-run.ts';
import { isoNow } from './iso-now.ts';
import { raise } from './raise.ts';
import type { Run } from './run.ts';
import { showProgress } from './show-progress.ts';

const { assessLiveCode } = proxyActivities<Activities>(assessing);

/** The story of a code that nobody can delete: told to staff, and kept in view until it is dealt with or over. */
export async function watchLiveCode(run: Run, door: DoorRun, live: LiveCode): Promise<void> {
  const isFirstLook = live.assessment === null;
  await assess(run, door, live);
  if (isFirstLook && !live.closed) tellStaff(run, door, live);
  while (!live.closed && !run.isResting) {
    await condition(() => live.wasHinted || live.closed !== null || run.isResting, untilExpiry(live), {
      summary: `Until code ${live.code.accessCodeId} expires`,
    });
    if (live.closed || run.isResting) break;
    if (hasExpired(live)) close(live, 'expired');
    else await assess(run, door, live);
  }
  showProgress(run);
}

async function assess(run: Run, door: DoorRun, live: LiveCode): Promise<void> {
  live.wasHinted = false;
  if (hasExpired(live)) return close(live, 'expired');
  const { accessCodeId, startsAt, endsAt } = live.code;
  const { code, assessment } = await assessLiveCode.executeWithOptions(
    { summary: `Assess live code ${accessCodeId}` },
    [
      {
        accessCodeId,
        doorId: door.doorId,
        workflowId: workflowInfo().workflowId,
        from: inTheWayFrom(door, live) ?? startsAt ?? isoNow(),
        to: endsAt ?? isoNow(),
      },
    ],
  );
  live.assessment = assessment;
  if (code) live.code = code;
  // Seam's own word, and nothing less.
  else close(live, hasExpired(live) ? 'expired' : 'gone');
  showProgress(run);
}

// A code that only outlives its stay is in nobody's way before the stay ends.
const inTheWayFrom = (door: DoorRun, { cause }: LiveCode): string | null =>
  cause === 'outlives_stay' ? (door.plan?.departureAt ?? null) : null;

const tellStaff = (run: Run, door: DoorRun, live: LiveCode): void =>
  raise(run, door, {
    id: live.noticeId,
    kind: 'live_code',
    severity: severityOf(live),
    cause: live.cause,
    text: describeLiveCode(live),
    options: optionsFor(live).map(({ text }) => text),
  });

const close = (live: LiveCode, how: 'gone' | 'expired'): void => {
  live.closed ??= { how, at: isoNow() };
};

const hasExpired = ({ code }: LiveCode): boolean =>
  code.endsAt !== null && Date.parse(code.endsAt) <= Date.now();

const untilExpiry = ({ code }: LiveCode): number =>
  Math.max((code.endsAt === null ? Date.now() : Date.parse(code.endsAt)) - Date.now(), 1);
