import type { FeedHealth } from './feed-health.ts';
import type { StaffNotice } from './outgoing.ts';
import type { PlanFigures } from './plan-figures.ts';

/** What staff must know of a feed; the id tells it from other troubles of the same run. */
export interface FeedTrouble {
  id: string;
  cause: 'feed_failing' | 'feed_held';
  text: string;
}

interface Read {
  result: { failure: string } | { figures: PlanFigures | null; lacking: number };
  health: FeedHealth;
}

/** Feeds fail for a moment every day; staff need not know before so many readings did. */
const FAILURES_TO_ALARM = 3;

/** What the run that read says of it: each trouble once, when it has lasted or has grown. */
export const troubleOf = ({ result, health }: Read, runId: string): FeedTrouble | null => {
  if ('failure' in result) {
    if (health.failures !== FAILURES_TO_ALARM) return null;
    return { id: 'failing', cause: 'feed_failing', text: result.failure };
  }
  if (typeof result.figures?.held !== 'string' || health.heldIn !== runId) return null;
  return { id: `held/${result.lacking}`, cause: 'feed_held', text: result.figures.held };
};

const options = {
  feed_failing: [
    'See what the feed answers, and mend its address or its login.',
    'Import an export of the platform meanwhile.',
  ],
  feed_held: [
    'See on the platform whether the stays are there. If so, reject: the feed is wrong.',
    'If they are really cancelled, approve.',
  ],
};

/** For staff; `runId` makes it one notice over retries. */
export const troubleNotice = (
  feedId: string,
  run: { workflowId: string; runId: string },
  { id, cause, text }: FeedTrouble,
): StaffNotice => ({
  id: `feed/${feedId}/${run.runId}/${id}`,
  kind: 'feed',
  severity: 'medium',
  cause,
  key: null,
  workflowId: run.workflowId,
  doorId: null,
  feedId,
  text,
  options: options[cause],
});
