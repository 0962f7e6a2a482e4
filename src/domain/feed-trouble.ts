import { whyNotWhole } from './completeness.ts';
import type { FeedHealth } from './feed-health.ts';
import type { StaffNotice } from './outgoing.ts';
import type { PlanFigures } from './plan-figures.ts';

/** What staff must know of a feed; the id tells it from other troubles of the same run. */
export interface FeedTrouble {
  id: string;
  cause: 'feed_failing' | 'feed_held' | 'feed_incomplete';
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
  if (result.figures === null) return null;
  const { held, completeness } = result.figures;
  if (held !== null && health.heldIn === runId)
    return { id: `held/${result.lacking}`, cause: 'feed_held', text: held };
  const why = whyNotWhole(completeness);
  if (why === null || health.notWholeIn !== runId) return null;
  const lead =
    completeness.extent === 'partial'
      ? 'The answer is only a part of the feed'
      : 'The answer may be only a part of the feed';
  return {
    id: 'incomplete',
    cause: 'feed_incomplete',
    text: `${lead}: ${why}. Staykey takes new and changed stays from it, and cancels none that it lacks.`,
  };
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
  feed_incomplete: [
    'Ask for all reservations in one answer: raise the limit in the address of the feed, or narrow its dates.',
    'Until then, cancel stays that the platform deletes at the front desk or with `staykey cancel`.',
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
