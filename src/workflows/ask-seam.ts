import {
  ActivityFailure,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  TemporalFailure,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { AccessPlanned } from '../activities/plan-access.ts';
import { untilAskedAgain } from '../domain/door/pauses.ts';
import type { Step } from '../domain/door/next-step.ts';
import { arrivalSpan } from '../domain/door/stay-span.ts';
import { issuing, localRead, lookup, planning, PLANNING_ATTEMPTS, readingCode } from './activity-options.ts';
import { doorOf, keyOf, post, postAnswer, type Run } from './run.ts';

/**
 * Every question to Seam about a door. Each carries the door's epoch, and its answer is posted as an event: whatever was
 * said meanwhile, no answer is ever written over it. An outage is an answer too.
 */

const { planAccess: planLocally } = proxyLocalActivities<Activities>(localRead);
const { planAccess } = proxyActivities<Activities>(planning);
const { readAccessCode } = proxyActivities<Activities>(readingCode);
const { issueAccessCode } = proxyActivities<Activities>(issuing);
const { lookForAccessCode } = proxyActivities<Activities>(lookup);

type StepTo<Kind extends Step['do']> = Extract<Step, { do: Kind }>;

export async function askToValidate(
  run: Run,
  doorId: string,
  { stay, timeZone }: StepTo<'validate'>,
): Promise<void> {
  const { epoch } = doorOf(run, doorId);
  post(run, doorId, { is: 'validation_asked' });
  const answer = await orSilence(() => planFor(run, doorId, stay, timeZone));
  if ('silence' in answer) return unanswered(run, doorId, epoch, answer.silence);
  const { said } = answer;
  if ('plan' in said) return postAnswer(run, doorId, epoch, { is: 'validated', stay, plan: said.plan });
  postAnswer(run, doorId, epoch, {
    is: 'unanswered',
    reason: said.unanswered,
    askAgainAt: askAgainAt(run, doorId),
    stay,
    times: said.times,
  });
}

async function planFor(
  run: Run,
  doorId: string,
  stay: Run['reservation']['stay'],
  timeZone: string | null,
): Promise<AccessPlanned> {
  const wanted = () => ({ key: keyOf(run), stay, doorId, timeZone, nowMs: Date.now() });
  // Local activities that end side by side go on in another order when they are replayed.
  const isAlone = run.doors.length === 1;
  try {
    // Not the last attempt: what takes longer is left to the activity.
    if (isAlone) return await planLocally({ ...wanted(), lastAttempt: Number.MAX_SAFE_INTEGER });
  } catch (error) {
    // A local activity fails with its own failure, not wrapped into an `ActivityFailure`.
    if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
  }
  return planAccess.executeWithOptions({ summary: `Validate the stay for door ${doorId}` }, [
    { ...wanted(), lastAttempt: PLANNING_ATTEMPTS },
  ]);
}

/** The activity validates once more, looks for a code already made, and only then creates. */
export async function askToCreate(
  run: Run,
  doorId: string,
  { stay, version, mayExist }: StepTo<'create'>,
): Promise<void> {
  post(run, doorId, { is: 'create_sent', version });
  const { epoch } = doorOf(run, doorId);
  const answer = await orSilence(() =>
    issueAccessCode.executeWithOptions({ summary: `Make code ${version} for door ${doorId}` }, [
      { key: keyOf(run), stay, doorId, version, mayExist, nowMs: Date.now() },
    ]),
  );
  if ('said' in answer)
    return postAnswer(run, doorId, epoch, { is: 'issued', stay, version, outcome: answer.said });
  postAnswer(run, doorId, epoch, {
    is: 'create_lost',
    version,
    reason: answer.silence,
    askAgainAt: askAgainAt(run, doorId),
  });
}

export async function askToLook(run: Run, doorId: string, { version }: { version: number }): Promise<void> {
  const { epoch } = doorOf(run, doorId);
  const answer = await orSilence(() =>
    lookForAccessCode.executeWithOptions({ summary: 'Did a lost request make a code?' }, [
      { key: keyOf(run), doorId, version },
    ]),
  );
  if ('silence' in answer) return unanswered(run, doorId, doorOf(run, doorId).epoch, answer.silence);
  postAnswer(run, doorId, epoch, { is: 'looked', version, found: answer.said });
}

export async function askToRead(run: Run, doorId: string, { accessCodeId }: StepTo<'read'>): Promise<void> {
  const { epoch } = doorOf(run, doorId);
  post(run, doorId, { is: 'read_asked', accessCodeId });
  const answer = await orSilence(() =>
    readAccessCode.executeWithOptions({ summary: `Read code ${accessCodeId} again` }, [accessCodeId]),
  );
  if ('said' in answer)
    return postAnswer(run, doorId, epoch, { is: 'read', accessCodeId, code: answer.said });
  postAnswer(run, doorId, epoch, {
    is: 'read_unanswered',
    accessCodeId,
    ...silenceNow(run, doorId, answer.silence),
  });
}

const silenceNow = (run: Run, doorId: string, reason: string) => ({
  reason,
  askAgainAt: askAgainAt(run, doorId),
});

const unanswered = (run: Run, doorId: string, epoch: number, reason: string): void =>
  postAnswer(run, doorId, epoch, { is: 'unanswered', ...silenceNow(run, doorId, reason) });

const askAgainAt = (run: Run, doorId: string): number => {
  const door = doorOf(run, doorId);
  return Date.now() + untilAskedAgain(Date.now(), door.outage?.failures ?? 0, arrivalSpan(door));
};

/** Seam gave no answer as long as the activity waited for one; anything else is a fault of ours. */
export async function orSilence<T>(ask: () => Promise<T>): Promise<{ said: T } | { silence: string }> {
  try {
    return { said: await ask() };
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    return { silence: error.cause?.message ?? 'no answer' };
  }
}
