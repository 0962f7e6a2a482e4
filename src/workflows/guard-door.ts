import { condition, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { nextGuardStep, type GuardStep } from '../domain/door/guard-step.ts';
import { noticesOf } from '../domain/door/door.ts';
import { liveCodeNotice } from '../domain/door/staff-words.ts';
import { assessing } from './activity-options.ts';
import { askToLook, orSilence } from './ask-seam.ts';
import { isoNow } from './iso-now.ts';
import { raise } from './raise.ts';
import { doorOf, mustRest, post, postAnswer, type Run } from './run.ts';

const { assessLiveCode } = proxyActivities<Activities>(assessing);

/** Keeps in view what opens a door and isn't wanted: staff are told, and told again when it matters, until it is over. */
export async function guardDoor(run: Run, doorId: string): Promise<void> {
  for (;;) {
    const step = nextGuardStep(doorOf(run, doorId), Date.now());
    if (mustRest() || !isGuardStepWanted(run, step)) return;
    await take(run, doorId, step);
  }
}

/** A run that is closing only says what is live; nobody waits with it. */
export const isGuardStepWanted = ({ isClosing }: Run, step: GuardStep): boolean =>
  step.do !== 'rest' && !(isClosing && (step.do === 'wait' || step.do === 'look_late'));

async function take(run: Run, doorId: string, step: GuardStep): Promise<void> {
  switch (step.do) {
    case 'assess':
      return assess(run, doorId, step);
    case 'raise_notice': {
      const live = noticesOf(doorOf(run, doorId)).find(({ noticeId }) => noticeId === step.noticeId);
      if (live) raise(run, doorId, liveCodeNotice(live, live.timesRaised));
      return post(run, doorId, { is: 'raised_notice', noticeId: step.noticeId, signature: step.signature });
    }
    case 'expire':
      return post(run, doorId, { is: 'expired', noticeId: step.noticeId });
    case 'end_overlap':
      return post(run, doorId, { is: 'overlap_over', noticeId: step.noticeId });
    case 'look_late':
      return askToLook(run, doorId, step);
    case 'end_late_looks':
      return post(run, doorId, { is: 'late_look_over', version: step.version });
    case 'wait':
      return waitFor(run, doorId, step);
    case 'rest':
      return;
  }
}

const ASK_AGAIN_MS = 10 * 60_000;

async function assess(
  run: Run,
  doorId: string,
  { noticeId, accessCodeId, from, to }: Extract<GuardStep, { do: 'assess' }>,
): Promise<void> {
  const { epoch } = doorOf(run, doorId);
  post(run, doorId, { is: 'assessment_asked', noticeId });
  const answer = await orSilence(() =>
    assessLiveCode.executeWithOptions({ summary: `Assess live code ${accessCodeId}` }, [
      {
        accessCodeId,
        doorId,
        workflowId: workflowInfo().workflowId,
        from: from ?? isoNow(),
        to: to ?? FAR_AHEAD,
      },
    ]),
  );
  if ('said' in answer) postAnswer(run, doorId, epoch, { is: 'assessed', noticeId, ...answer.said });
  else post(run, doorId, { is: 'assessment_unanswered', noticeId, askAgainAt: Date.now() + ASK_AGAIN_MS });
}

// A code without an end is in everybody's way.
const FAR_AHEAD = '2999-01-01T00:00:00.000Z';
const LONGEST_WAIT_MS = 400 * 24 * 3_600_000;

async function waitFor(run: Run, doorId: string, step: Extract<GuardStep, { do: 'wait' }>): Promise<void> {
  const isOvertaken = () => {
    const next = nextGuardStep(doorOf(run, doorId), Date.now());
    return mustRest() || run.isClosing || next.do !== 'wait' || next.until !== step.until;
  };
  const waitMs = Math.max(1, Math.min(step.until - Date.now(), LONGEST_WAIT_MS));
  await condition(isOvertaken, waitMs, { summary: 'Until a live code expires or is looked at again' });
}
