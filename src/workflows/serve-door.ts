import { condition, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { nextStep, type Step, type WaitReason } from '../domain/door/next-step.ts';
import { deadlineNotice, problemNotice, undeliveredNotice } from '../domain/door/staff-words.ts';
import { askToCreate, askToLook, askToRead, askToValidate } from './ask-seam.ts';
import { raise } from './raise.ts';
import { doorOf, keyOf, mustRest, post, type Run } from './run.ts';
import { raising } from './activity-options.ts';

const { withdrawStay } = proxyActivities<Activities>(raising);

/** One door's own story: its trouble never hides another door's success. What comes next is decided by `nextStep`. */
export async function serveDoor(run: Run, doorId: string): Promise<void> {
  for (;;) {
    const step = nextStep(doorOf(run, doorId), Date.now());
    if (step.do === 'rest' || mustRest()) return;
    await take(run, doorId, step);
  }
}

async function take(run: Run, doorId: string, step: Step): Promise<void> {
  const door = doorOf(run, doorId);
  switch (step.do) {
    case 'validate':
      return askToValidate(run, doorId, step);
    case 'create':
      return askToCreate(run, doorId, step);
    case 'look':
      return askToLook(run, doorId, step);
    case 'read':
      return askToRead(run, doorId, step);
    case 'raise_problems':
      raise(run, doorId, problemNotice(door, Date.now()));
      return post(run, doorId, { is: 'raised_problems', signature: step.signature });
    case 'raise_undelivered':
      raise(run, doorId, undeliveredNotice(door, Date.now()));
      return post(run, doorId, { is: 'raised_undelivered', signature: step.signature });
    case 'raise_deadlines':
      raise(run, doorId, deadlineNotice(door, step.alarms));
      return post(run, doorId, { is: 'raised_deadlines', names: step.alarms.map(({ key }) => key) });
    case 'withdraw':
      await withdrawStay.executeWithOptions({ summary: 'Say that the stay left this door' }, [
        { doorId, key: keyOf(run) },
      ]);
      return post(run, doorId, { is: 'withdrawn' });
    case 'end':
      return post(run, doorId, { is: 'ended' });
    case 'wait':
      return waitFor(run, doorId, step);
    case 'rest':
      return;
  }
}

// Nothing an offline code is for is further ahead; Temporal wants an end to every wait.
const LONGEST_WAIT_MS = 400 * 24 * 3_600_000;

/** Until the time comes, or until a message has made something else the next step. */
async function waitFor(run: Run, doorId: string, step: Extract<Step, { do: 'wait' }>): Promise<void> {
  const isOvertaken = () => {
    const next = nextStep(doorOf(run, doorId), Date.now());
    return mustRest() || next.do !== 'wait' || next.until !== step.until;
  };
  // A timeout of 0 would be over before anything could happen.
  const waitMs = Math.max(1, Math.min(step.until - Date.now(), LONGEST_WAIT_MS));
  await condition(isOvertaken, waitMs, { summary: summaries[step.for] });
}

const summaries: Record<WaitReason, string> = {
  seam: 'Until Seam is asked again',
  change: 'Until a change, a retry or the departure',
  issue_window: 'Until the code may be made',
  release: 'Until the door is released',
  ready: 'Until the code is read again',
  departure: 'Until the departure',
  deadline: 'Until the next deadline',
};
