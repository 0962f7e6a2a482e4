import { settled } from '../agenda.ts';
import { judgeMoment, judgeStory, type Judging } from '../judge/judge.ts';
import type { Ledger, Violation } from '../judge/ledger.ts';
import type { Sandbox } from '../sandbox.ts';
import { doorId } from '../seam/doors.ts';
import { TaskFailure } from '../server/replay.ts';
import { hearsOfNeighbours, names, toJudgedState, type ReservationState } from '../staykey.ts';
import { act } from './act.ts';
import { stayFrom } from './local-time.ts';
import { Pms } from './pms.ts';
import { Stage } from './stage.ts';
import type { Story } from './story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** So long after the last thing that happened a run has come to rest. */
const CALM_AFTER = 20 * MINUTE;
/** A run that was not answered asks again within the hour. */
const CALM_AFTER_FAULT = 80 * MINUTE;
/** A code that never ends keeps its run for ever. */
const LONGEST = 120 * DAY;

export interface Played {
  violations: Violation[];
  counts: Map<string, number>;
  ledger: Ledger;
}

const judging: Judging = { except: hearsOfNeighbours ? [] : ['the overlaps of a notice are true now'] };

export const play = async (story: Story, sandbox: Sandbox): Promise<Played> => {
  const stage = new Stage(story, sandbox);
  const violations: Violation[] = [];
  try {
    await playSteps(stage, violations);
    await playToEnd(stage, violations);
  } catch (error) {
    if (!(error instanceof TaskFailure)) throw error;
    violations.push({ rule: error.rule, at: stage.agenda.now, text: error.message });
  }
  violations.push(...judgeStory(stage.ledger, stage.agenda.now, judging));
  await stage.close();
  return { violations: firstOfEach(violations), counts: stage.counts, ledger: stage.ledger };
};

const playSteps = async (stage: Stage, violations: Violation[]): Promise<void> => {
  const { story, agenda } = stage;
  const { first } = story;
  const pms = new Pms(stage);
  pms.book(
    {
      source: 'pms',
      propertyId: 'house',
      reservationId: `R${story.seed}`,
      revision: 1,
      status: 'confirmed',
      guest: { name: 'Ada Rivers', ...(first.address === null ? {} : { email: first.address }) },
      doorIds: first.doors.map(doorId),
      stay: stayFrom(first.stay, agenda.now, story.zone),
    },
    first.by,
  );
  let disturbedAt = agenda.now;
  for (const { afterMs, ...action } of story.steps) {
    await agenda.runTo(agenda.now + afterMs);
    if (isCalm(stage, disturbedAt)) await lookAt(stage, violations);
    await act(stage, pms, action);
    await settled();
    disturbedAt = agenda.now + (action.do === 'burst' ? action.count * action.pauseMs : 0);
  }
};

const isCalm = (stage: Stage, disturbedAt: number): boolean => {
  const { agenda, faults, worker, ledger, faultAt, channelsDownUntil } = stage;
  const { now } = agenda;
  const back = Math.max(0, ...ledger.workerGone.map(({ to }) => to));
  const answers = Math.max(faultAt, channelsDownUntil, ...ledger.outages.map(({ to }) => to));
  return (
    worker.isUp &&
    !faults.isOutage(now) &&
    now >= Math.max(disturbedAt, back) + CALM_AFTER &&
    now >= answers + CALM_AFTER_FAULT
  );
};

const lookAt = async (stage: Stage, violations: Violation[]): Promise<void> => {
  const { server, workflowId, ledger, agenda } = stage;
  const answer = (await server.query(workflowId, names.state)) as ReservationState | undefined;
  // In the midst of a task nothing can be asked.
  if (!answer && server.running(workflowId)) return;
  const state = answer ? toJudgedState(answer, server.running(workflowId)?.listed.searchAttributes) : null;
  violations.push(...judgeMoment(ledger, state, agenda.now, judging));
};

/** All faults are over, and time goes by until nobody waits for anything. */
const playToEnd = async (stage: Stage, violations: Violation[]): Promise<void> => {
  const { agenda, faults, worker, server, workflowId, ledger } = stage;
  faults.heal();
  stage.channelsDownUntil = 0;
  const back = Math.max(agenda.now, ...ledger.workerGone.map(({ to }) => to));
  const healedAt = agenda.now;
  for (const span of ledger.outages) span.to = Math.min(span.to, healedAt);
  await agenda.runTo(back);
  worker.comeBack(agenda.now);
  for (const pause of [CALM_AFTER_FAULT + CALM_AFTER, DAY, 4 * DAY]) {
    await agenda.runTo(agenda.now + pause);
    await lookAt(stage, violations);
  }
  const until = agenda.now + LONGEST;
  await agenda.runTo(until, () => server.running(workflowId) === null);
  await lookAt(stage, violations);
};

/** One of each kind, the earliest: the others follow from it more often than not. */
const firstOfEach = (violations: readonly Violation[]): Violation[] => {
  const first = new Map<string, Violation>();
  for (const violation of [...violations].sort((a, b) => a.at - b.at)) {
    if (!first.has(violation.rule)) first.set(violation.rule, violation);
  }
  return [...first.values()];
};
